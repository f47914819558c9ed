package org.medsendx.ingest.crew;

import org.medsendx.ingest.tasks.Item;

/**
 * Why an input waits for a person, and what to do: the codes of docs/operations.md as the crew
 * reads them, several with one text. The code stands beside it, for whoever looks it up.
 */
final class Reasons {

    private Reasons() {}

    /** The part of the keys {@code reason.…} and {@code todo.…} for an item. */
    static String key(Item item) {
        if (item.copyIsOut()) {
            return "copy-out";
        }
        return switch (item.kind()) {
            case DIFFERS -> "differs";
            case QUARANTINED -> quarantined(item.code());
            case WITHHELD -> withheld(item.code());
        };
    }

    static String quarantined(String code) {
        return switch (code) {
            case "empty", "unreadable", "not-an-instance", "sop-class-not-accepted" -> code;
            case "uid-conflict", "device-quarantined", "other-modality", "order-differs" -> code;
            case "reader-failed" -> "defect";
            case "uid-mismatch", "class-mismatch", "study-mismatch" -> "mismatch";
            default -> "broken";
        };
    }

    static String withheld(String code) {
        return switch (code) {
            case "unreadable", "no-instance-uid", "forbidden-group" -> "broken";
            case "not-an-instance", "too-large", "key-gone" -> code;
            case "unknown-profile" -> "profile";
            case "original-missing", "original-changed" -> "changed";
            case "engine-failed" -> "defect";
            case "verify-token", "verify-uid" -> "patient-word";
            case "PIXELS-policy" -> "pixels-policy";
            case "PIXELS-no-rule" -> "pixels-rule";
            case "PIXELS-nothing-found" -> "pixels-text";
            case "PIXELS-no-decoder", "PIXELS-no-openjpeg", "PIXELS-openjpeg-not-callable" ->
                    "pixels-decoder";
            case "PIXELS-undecodable" -> "pixels-broken";
            case "PIXELS-too-much-masked" -> "pixels-masked";
            default ->
                    code.startsWith("verify-")
                            ? "check-failed"
                            : code.startsWith("PIXELS-") ? "pixels-look" : "other";
        };
    }

    /** The part of the keys {@code reason.archive.…} and {@code todo.archive.…} of a code. */
    static String archive(String code) {
        return switch (code) {
            case "not-accepted", "c-store-0122", "c-store-0118", "commitment-0122" -> "kind";
            case "original-changed", "no-file", "unreadable" -> "disk";
            case "commitment-0119", "c-store-0119" -> "conflict";
            case "commitment-0131" -> "transaction";
            default -> code.startsWith("c-store-") ? "refused" : "other";
        };
    }
}

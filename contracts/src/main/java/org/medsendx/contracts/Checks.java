package org.medsendx.contracts;

import java.util.regex.Pattern;

/** The forms that fields of events have, in one place; the JSON Schemas say the same. */
public final class Checks {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern UID = Pattern.compile("[0-9.]{1,64}");
    private static final Pattern TRUCK = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,15}");
    private static final Pattern REASON = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,63}");
    private static final Pattern TAG = Pattern.compile("[0-9A-Fa-f]{8}");
    private static final Pattern MODALITY = Pattern.compile("[A-Z0-9]{1,16}");
    private static final Pattern FEATURE_ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern KEY_ID = Pattern.compile("[0-9a-f]{16}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private static final Pattern PROFILE = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final Pattern DESTINATION = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    private Checks() {}

    /** A truck id: it goes into StationName, which is SH, so at most 16 characters (PS3.5, 6.2). */
    public static String truck(String value) {
        return matching(TRUCK, value, "truck id: letters, digits, '.', '_', '-', at most 16");
    }

    /** A scanner id or {@code unknown}. */
    public static String scanner(String value) {
        return matching(NAME, value, "scanner id: letters, digits, '.', '_', '-', at most 64");
    }

    /**
     * A reason code: letters, digits and hyphens, so that no free text and no value of a file fits
     * into it.
     */
    public static String reason(String value) {
        return matching(REASON, value, "reason code: letters, digits, '-', at most 64");
    }

    /** A tag as {@code ggggeeee} in hex. */
    public static String tag(String value) {
        return matching(TAG, value, "tag of 8 hex digits");
    }

    /** A modality code of PS3.3 C.7.3.1.1.1, or {@code OT} where the header has none. */
    public static String modality(String value) {
        return matching(MODALITY, value, "modality code");
    }

    /** The id of a feature record. */
    public static String featureId(String value) {
        return matching(FEATURE_ID, value, "feature id of 32 lower-case hex digits");
    }

    /** The id of a key. */
    public static String keyId(String value) {
        return matching(KEY_ID, value, "key id of 16 lower-case hex digits");
    }

    /** SHA-256 in lower-case hex. */
    public static String sha256(String value) {
        return matching(SHA256, value, "SHA-256 in 64 lower-case hex digits");
    }

    /** The name of a destination, which is also the name of a folder. */
    public static String destination(String value) {
        return matching(
                DESTINATION,
                value,
                "name of a destination: lower-case letters, digits, '-', at most 32");
    }

    /** The name that a site gave to a profile of de-identification. */
    public static String profile(String value) {
        return matching(
                PROFILE, value, "name of a profile: lower-case letters, digits, '-', at most 32");
    }

    /** A DICOM UID (PS3.5, 9.1). */
    public static String uid(String value) {
        return matching(UID, value, "DICOM UID");
    }

    /** A relative path below a volume: no parent steps, not absolute. */
    public static String relativePath(String value) {
        if (value.isBlank()
                || value.startsWith("/")
                || value.contains("..")
                || value.contains("\\")) {
            throw new IllegalArgumentException("expected a relative path below its volume");
        }
        return value;
    }

    /** A size in bytes. */
    public static long bytes(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a size is not negative");
        }
        return value;
    }

    // The value itself stays out of the message: it may be identifying.
    private static String matching(Pattern pattern, String value, String form) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException("expected a " + form);
        }
        return value;
    }
}

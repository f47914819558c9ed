package org.medsendx.contracts.deidentified;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;

/**
 * What was done to one instance and what the gate says of it. It holds tags, rules, codes and
 * digests, no value of the original, and no time: a real time beside a study would undo its date
 * shift. The same decision gives the same report.
 *
 * @param schema {@value #SCHEMA}
 * @param jobId the random id of the instance on the truck
 * @param truck the truck's id
 * @param verdict whether it was released
 * @param reasons why it was withheld; empty when it was released
 * @param table edition of PS3.15, Table E.1-1, that was applied
 * @param profile the profile
 * @param pseudonymKeyId names the key, or the random table, that the pseudonyms come from
 * @param signingKeyId names the key that signs this report
 * @param inputCode a code of the input's SHA-256 under the pseudonym key; null when the input was
 *     not read as far as its study
 * @param output the released copy, null when there is none
 * @param actions what became of the elements, in the order of the data set
 * @param pixels what was done about the pixels; null when it was withheld
 * @param checks what the gate checked
 */
public record VerificationReport(
        String schema,
        UUID jobId,
        String truck,
        Verdict verdict,
        List<Reason> reasons,
        String table,
        AppliedProfile profile,
        String pseudonymKeyId,
        String signingKeyId,
        @Nullable String inputCode,
        @Nullable Output output,
        List<ActionTaken> actions,
        @Nullable Pixels pixels,
        List<String> checks) {

    /** Name and version of this form. */
    public static final String SCHEMA = "verification-report.v1";

    public VerificationReport {
        Checks.truck(truck);
        reasons = List.copyOf(reasons);
        actions = List.copyOf(actions);
        checks = List.copyOf(checks);
        if ((verdict == Verdict.RELEASED) != (output != null)
                || (output == null) == reasons.isEmpty()) {
            throw new IllegalArgumentException("released with an output, or withheld with reasons");
        }
        if (inputCode != null) {
            Checks.sha256(inputCode);
        }
    }

    /** How it ended. */
    public enum Verdict {
        RELEASED,
        WITHHELD
    }

    /**
     * Why an instance was withheld.
     *
     * @param tag {@code ggggeeee} in hex, null when it is no single element
     */
    public record Reason(String rule, @Nullable String tag) {
        public Reason {
            Checks.reason(rule);
            if (tag != null) {
                Checks.tag(tag);
            }
        }
    }

    /**
     * The profile that was applied.
     *
     * @param name its name
     * @param options codes (CID 7050) of the options in use in full
     * @param partial options in use in part, in words
     */
    public record AppliedProfile(String name, List<String> options, List<String> partial) {
        public AppliedProfile {
            options = List.copyOf(options);
            partial = List.copyOf(partial);
        }
    }

    /**
     * The released copy.
     *
     * @param sha256 of the file
     * @param bytes size of the file
     * @param sopInstanceUid pseudonymous SOP Instance UID
     */
    public record Output(
            String sha256,
            long bytes,
            String sopClassUid,
            String sopInstanceUid,
            String transferSyntaxUid) {
        public Output {
            Checks.sha256(sha256);
            Checks.bytes(bytes);
            Checks.uid(sopClassUid);
            Checks.uid(sopInstanceUid);
            Checks.uid(transferSyntaxUid);
        }
    }

    /**
     * What was done about the pixels.
     *
     * @param kind what the header said of the image
     * @param policy what the profile asks for this kind
     * @param frames how many frames it has; 0 when they were not counted
     * @param framesSearched in how many of them text was looked for; 0 when it was not
     * @param renderings the pictures of each frame that were searched: stored values, windows,
     *     palettes, channels, fields
     * @param masks what was blanked; empty when nothing was
     * @param maskedShare how much of a frame the masks cover, 0 to 1
     * @param removed kinds of bytes that no viewer shows and that were left out
     * @param claimed whether the copy says that no text is burned in: all of it was searched, and a
     *     second look at the copy found nothing
     * @param encoding how uncompressed frames are stored now; null when the profile keeps them as
     *     they came, when there are none, and in reports from before there was a choice
     */
    public record Pixels(
            String kind,
            String policy,
            int frames,
            int framesSearched,
            List<String> renderings,
            List<Mask> masks,
            double maskedShare,
            List<String> removed,
            boolean claimed,
            @Nullable Encoding encoding) {
        public Pixels {
            masks = List.copyOf(masks);
            renderings = List.copyOf(renderings);
            removed = List.copyOf(removed);
        }
    }

    /**
     * How frames are stored, of which the profile wants JPEG-LS Lossless. That they decode to the
     * original's, cell for cell, is the check {@code verify-encoding}.
     *
     * @param frames {@code jpeg-ls}, or {@code keep} for frames that stayed as they came
     * @param reason why they stayed; null when they did not
     * @param bytesBefore of the native pixel data; null when frames stayed
     * @param bytesAfter of the fragments that took its place; null when frames stayed
     */
    public record Encoding(
            String frames,
            @Nullable String reason,
            @Nullable Long bytesBefore,
            @Nullable Long bytesAfter) {
        public Encoding {
            boolean stayed = reason != null;
            if (reason != null) {
                Checks.reason(reason);
            }
            if (stayed != (bytesBefore == null) || stayed != (bytesAfter == null)) {
                throw new IllegalArgumentException("encoded with sizes, or kept with a reason");
            }
            if (bytesBefore != null && bytesAfter != null) {
                Checks.bytes(bytesBefore);
                Checks.bytes(bytesAfter);
            }
        }
    }

    /**
     * A rectangle of pixels that was blanked.
     *
     * @param firstFrame from 1
     * @param lastFrame the last of the range
     * @param x first column, from 0
     * @param y first row, from 0
     * @param width columns
     * @param height rows
     * @param rule why
     */
    public record Mask(
            int firstFrame, int lastFrame, int x, int y, int width, int height, String rule) {
        public Mask {
            Checks.reason(rule);
        }
    }

    /**
     * What became of the elements at one path.
     *
     * @param path tags from the outermost sequence in, {@code ggggeeee/ggggeeee}, without item
     *     numbers
     * @param rule what the table says, such as {@code X/Z/D}, with the profile's treatment where it
     *     has one; {@code outside-table} for an attribute that the table does not name
     * @param action what was done
     * @param count of elements: more than one in sequences of several items
     */
    public record ActionTaken(String path, String rule, Done action, int count) {}

    /** What was done, as seen by comparing original and copy. */
    public enum Done {
        KEPT,
        REMOVED,
        EMPTIED,
        /** Replaced by the dummy value of its VR. */
        DUMMY,
        NEW_UID,
        DATE_SHIFTED,
        PSEUDONYM,
        /** Words were removed, or the value was replaced by one of the standard's terms. */
        CLEANED,
        /** Pixels were blanked. */
        BLANKED,
        /** Frames were encoded anew without loss. */
        ENCODED,
        /** Our own: not in the original, or replaced whatever it was. */
        WRITTEN
    }
}

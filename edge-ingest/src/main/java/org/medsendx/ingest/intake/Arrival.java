package org.medsendx.ingest.intake;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.identified.Intake;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.ingest.source.Sender;

/**
 * How an input came, apart from its bytes.
 *
 * @param via the way it came
 * @param source calling AE title, or path below the hot folder
 * @param sender the truck and scanner it counts for
 * @param expected what the sender said it is (C-STORE), or null when nobody said anything
 * @param traceparent W3C trace context, or null
 */
public record Arrival(
        Intake via,
        String source,
        Sender sender,
        @Nullable Expected expected,
        @Nullable String traceparent) {

    /** Why an instance is not taken although it can be read, or null. */
    Reading.@Nullable Unfit objection(Reading.Instance instance, Set<String> sopClasses) {
        if (expected != null) {
            if (!expected.sopClassUid().equals(instance.sopClassUid())) {
                return new Reading.Unfit("class-mismatch", Tag.SOPClassUID, null);
            }
            if (!expected.sopInstanceUid().equals(instance.sopInstanceUid())) {
                return new Reading.Unfit("uid-mismatch", Tag.SOPInstanceUID, null);
            }
        }
        if (!sopClasses.contains(instance.sopClassUid())) {
            return new Reading.Unfit("sop-class-not-accepted", Tag.SOPClassUID, null);
        }
        return null;
    }

    /**
     * In the words of this way in: what is no instance at all in a folder is, by C-STORE, one that
     * does not match its command.
     */
    Reading.Unfit inItsWords(Reading.Unfit unfit) {
        if (expected == null
                || !(unfit.reason().equals("not-an-instance")
                        || unfit.reason().equals("bad-uid"))) {
            return unfit;
        }
        boolean instance = unfit.tag() != null && unfit.tag() == Tag.SOPInstanceUID;
        return new Reading.Unfit(
                instance ? "uid-mismatch" : "class-mismatch", unfit.tag(), unfit.position());
    }

    /** Affected SOP Class UID and SOP Instance UID of the command (PS3.7, 9.3.1). */
    public record Expected(String sopClassUid, String sopInstanceUid) {}
}

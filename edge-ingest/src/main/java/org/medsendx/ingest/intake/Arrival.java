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
 * @param source calling AE title, path below the hot folder, or the account that posted it
 * @param sender the truck and scanner it counts for
 * @param expected what the sender said it is, or null when nobody said anything
 * @param terms what the truck takes of this sender
 * @param traceparent W3C trace context, or null
 */
public record Arrival(
        Intake via,
        String source,
        Sender sender,
        @Nullable Expected expected,
        Terms terms,
        @Nullable String traceparent) {

    /** Of a sender of whom anything is taken. */
    public Arrival(
            Intake via,
            String source,
            Sender sender,
            @Nullable Expected expected,
            @Nullable String traceparent) {
        this(via, source, sender, expected, Terms.NONE, traceparent);
    }

    /** Why an instance is not taken although it can be read, or null. */
    Reading.@Nullable Unfit objection(Reading.Instance instance, Set<String> sopClasses) {
        Reading.Unfit unexpected = expected == null ? null : expected.objection(instance);
        if (unexpected != null) {
            return unexpected;
        }
        if (!sopClasses.contains(instance.sopClassUid())) {
            return new Reading.Unfit("sop-class-not-accepted", Tag.SOPClassUID, null);
        }
        return terms.objection(instance);
    }

    /**
     * In the words of this way in: what is no instance at all in a folder is, by C-STORE, one that
     * does not match its command.
     */
    Reading.Unfit inItsWords(Reading.Unfit unfit) {
        if (!(expected instanceof Expected.Command)
                || !(unfit.reason().equals("not-an-instance")
                        || unfit.reason().equals("bad-uid"))) {
            return unfit;
        }
        boolean instance = unfit.tag() != null && unfit.tag() == Tag.SOPInstanceUID;
        return new Reading.Unfit(
                instance ? "uid-mismatch" : "class-mismatch", unfit.tag(), unfit.position());
    }

    /**
     * What the truck takes of a sender.
     *
     * @param quarantined whether a person has to look at whatever it sends
     * @param modalities what it sends (0008,0060); empty for anything
     */
    public record Terms(boolean quarantined, Set<String> modalities) {

        /** Anything. */
        public static final Terms NONE = new Terms(false, Set.of());

        public Terms {
            modalities = Set.copyOf(modalities);
        }

        Reading.@Nullable Unfit objection(Reading.Instance instance) {
            if (quarantined) {
                return new Reading.Unfit("device-quarantined", null, null);
            }
            String modality = instance.modality();
            return modalities.isEmpty()
                            || (modality != null && modalities.contains(modality.strip()))
                    ? null
                    : new Reading.Unfit("other-modality", Tag.Modality, null);
        }
    }

    /** What the sender said an instance is. */
    public sealed interface Expected {

        /** Why the instance is not that, or null. */
        Reading.@Nullable Unfit objection(Reading.Instance instance);

        /** Affected SOP Class UID and SOP Instance UID of the command (PS3.7, 9.3.1). */
        record Command(String sopClassUid, String sopInstanceUid) implements Expected {
            @Override
            public Reading.@Nullable Unfit objection(Reading.Instance instance) {
                if (!sopClassUid.equals(instance.sopClassUid())) {
                    return new Reading.Unfit("class-mismatch", Tag.SOPClassUID, null);
                }
                return sopInstanceUid.equals(instance.sopInstanceUid())
                        ? null
                        : new Reading.Unfit("uid-mismatch", Tag.SOPInstanceUID, null);
            }
        }

        /** The study that it was posted to (PS3.18, 10.5.1). */
        record Study(String studyInstanceUid) implements Expected {
            @Override
            public Reading.@Nullable Unfit objection(Reading.Instance instance) {
                return studyInstanceUid.equals(instance.studyInstanceUid())
                        ? null
                        : new Reading.Unfit("study-mismatch", Tag.StudyInstanceUID, null);
            }
        }
    }
}

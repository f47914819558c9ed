package org.medsendx.contracts.deidentified;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;

/**
 * What a person did about a finding or told of a scanner. The topic is compacted and each action is
 * a key of its own, so none is ever deleted: it is the only memory of what people did. It holds
 * names of staff and free text, so nobody but the miner may read it.
 *
 * @param id 32 hex digits, random
 * @param kind what was done
 * @param scanner the scanner it is about
 * @param finding the finding it is about; null for what is told of a scanner
 * @param day the day in the scanner's life that it is about; null where it has none
 * @param withdraws the action that it takes back; null for all kinds but {@link Kind#WITHDRAW}
 * @param by who did it, as the provider of identities names them; 1 to {@value #LONGEST_NAME}
 *     characters
 * @param at when
 * @param note what they wrote, at most {@value #LONGEST_NOTE} characters, or null
 */
public record FleetAction(
        String id,
        Kind kind,
        String scanner,
        @Nullable String finding,
        @Nullable LocalDate day,
        @Nullable String withdraws,
        String by,
        Instant at,
        @Nullable String note)
        implements FleetPayload {

    /** Characters of a name. */
    public static final int LONGEST_NAME = 128;

    /** Characters of a note. */
    public static final int LONGEST_NOTE = 2000;

    public FleetAction {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(at, "at");
        Checks.featureId(id);
        Checks.scanner(scanner);
        if (finding != null) {
            Checks.featureId(finding);
        }
        if (withdraws != null) {
            Checks.featureId(withdraws);
        }
        if (by.isBlank() || by.length() > LONGEST_NAME || hasControls(by, false)) {
            throw new IllegalArgumentException("somebody did it");
        }
        if (note != null
                && (note.isBlank() || note.length() > LONGEST_NOTE || hasControls(note, true))) {
            throw new IllegalArgumentException("a note is text of a length that can be read");
        }
        if (kind.aboutFinding && finding == null) {
            throw new IllegalArgumentException("it is about a finding");
        }
        if (kind.dated && day == null) {
            throw new IllegalArgumentException("it is about a day");
        }
        if ((kind == Kind.WITHDRAW) != (withdraws != null)) {
            throw new IllegalArgumentException("what is taken back is named, and nothing else");
        }
        if (kind == Kind.NOTE && note == null) {
            throw new IllegalArgumentException("a note has words");
        }
    }

    /** What can be done. */
    public enum Kind {
        /** Somebody has seen the finding and looks into it. */
        ACKNOWLEDGE(true, false),
        /** The scanner is being serviced because of the finding, from the day on. */
        TO_SERVICE(true, true),
        /** The finding is dealt with. */
        RESOLVE(true, false),
        /** It is not dealt with after all. */
        REOPEN(true, false),
        /** Words, about a finding or the scanner. */
        NOTE(false, false),
        /** The scanner was serviced on the day. */
        SERVICE(false, true),
        /** Its software was changed on the day. */
        SOFTWARE(false, true),
        /** Phantoms are measured on the day, so it is not judged. */
        PHANTOM(false, true),
        /** What is usual for it stays as it was on the day. */
        FREEZE(false, true),
        /** What is usual for it is learnt anew from the day on. */
        RELEARN(false, true),
        /** It is used again from the day on, and is learnt anew; a finding named is resolved. */
        RETURN_TO_SERVICE(false, true),
        /** An earlier action was a mistake. */
        WITHDRAW(false, false);

        private final boolean aboutFinding;
        private final boolean dated;

        Kind(boolean aboutFinding, boolean dated) {
            this.aboutFinding = aboutFinding;
            this.dated = dated;
        }

        /** Whether it names a finding. */
        public boolean aboutFinding() {
            return aboutFinding;
        }

        /** Whether it names a day. */
        public boolean dated() {
            return dated;
        }
    }

    private static boolean hasControls(String text, boolean lines) {
        return text.chars()
                .anyMatch(c -> Character.isISOControl(c) && !(lines && (c == '\n' || c == '\r')));
    }

    @Override
    public DeidentifiedTopic topic() {
        return DeidentifiedTopic.FLEET_ACTIONS;
    }

    @Override
    public String key() {
        return id;
    }

    @Override
    public String subject() {
        return id;
    }
}

package org.medsendx.ingest.mpps;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;

/**
 * One performed procedure step. Identified data; the data set is not to be changed.
 *
 * @param uid its SOP Instance UID
 * @param attributes what a scanner told of it; of one that is final no more than for which step of
 *     which order it is, as all the rest is on disk and changes no more
 * @param state as (0040,0252) says
 * @param changedAt when it was told last
 */
public record PerformedStep(String uid, DataSet attributes, State state, Instant changedAt) {

    /** Performed Procedure Step Status (PS3.3, C.4.14). */
    public enum State {
        IN_PROGRESS("IN PROGRESS"),
        COMPLETED("COMPLETED"),
        DISCONTINUED("DISCONTINUED");

        private final String term;

        State(String term) {
            this.term = term;
        }

        /** The state of a term, or null. */
        static @Nullable State of(@Nullable String term) {
            for (var one : values()) {
                if (one.term.equals(term)) {
                    return one;
                }
            }
            return null;
        }
    }

    /** Whether it can be changed no more (PS3.4, F.7.1). */
    boolean isFinal() {
        return state != State.IN_PROGRESS;
    }

    /** What of it is to be in memory. */
    PerformedStep kept() {
        if (!isFinal()) {
            return this;
        }
        var least = attributes.copy();
        for (Element element : attributes) {
            if (element.tag() != Tag.SpecificCharacterSet
                    && element.tag() != Tag.ScheduledStepAttributesSequence) {
                least.remove(element.tag());
            }
        }
        return new PerformedStep(uid, least, state, changedAt);
    }

    /** Whether it is of a scheduled step of this order. */
    public boolean isOf(String studyUid, String accession, String stepId) {
        for (DataSet item : attributes.items(Tag.ScheduledStepAttributesSequence)) {
            String step = item.string(Tag.ScheduledProcedureStepID);
            boolean sameStep = step == null || step.equals(stepId);
            if (sameStep
                    && (studyUid.equals(item.string(Tag.StudyInstanceUID))
                            || (!accession.isEmpty()
                                    && accession.equals(item.string(Tag.AccessionNumber))))) {
                return true;
            }
        }
        return false;
    }

    /** Says how far it is, not of whom. */
    @Override
    public String toString() {
        return "PerformedStep[" + state + "]";
    }
}

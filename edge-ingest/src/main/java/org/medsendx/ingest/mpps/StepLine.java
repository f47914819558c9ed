package org.medsendx.ingest.mpps;

import java.io.IOException;
import java.time.Instant;
import org.medsendx.ingest.store.DataSetText;

/**
 * A {@link PerformedStep} as its file has it.
 *
 * @param attributes its data set, as {@link DataSetText}
 */
public record StepLine(
        String uid, String attributes, PerformedStep.State state, Instant changedAt) {

    static StepLine of(PerformedStep step) throws IOException {
        return new StepLine(
                step.uid(), DataSetText.of(step.attributes()), step.state(), step.changedAt());
    }

    /** About how many bytes its data set has. */
    int size() {
        return attributes.length() / 4 * 3;
    }

    PerformedStep step() throws IOException {
        return new PerformedStep(uid, DataSetText.read(attributes), state, changedAt);
    }

    /** Names nothing. */
    @Override
    public String toString() {
        return "StepLine[" + state + "]";
    }
}

package org.medsendx.ingest.mpps;

import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.ReadLimits;

/**
 * A {@link PerformedStep} as its file has it.
 *
 * @param attributes its data set in explicit VR little endian, Base64
 */
public record StepLine(
        String uid, String attributes, PerformedStep.State state, Instant changedAt) {

    static StepLine of(PerformedStep step) throws IOException {
        return new StepLine(
                step.uid(),
                Base64.getEncoder()
                        .encodeToString(
                                DicomWriter.dataSetBytes(
                                        step.attributes(), Uid.ExplicitVRLittleEndian)),
                step.state(),
                step.changedAt());
    }

    /** About how many bytes its data set has. */
    int size() {
        return attributes.length() / 4 * 3;
    }

    PerformedStep step() throws IOException {
        return new PerformedStep(
                uid,
                DicomReader.readDataSet(
                        Base64.getDecoder().decode(attributes),
                        Uid.ExplicitVRLittleEndian,
                        ReadLimits.DEFAULT),
                state,
                changedAt);
    }

    /** Names nothing. */
    @Override
    public String toString() {
        return "StepLine[" + state + "]";
    }
}

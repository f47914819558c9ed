package org.medsendx.segmenter.storage;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.ScanMeasured;

/**
 * One line of the ledger: which bytes were assessed, and what came of it. When it is there, the
 * picture and the events are on disk.
 *
 * @param objectId the random id it was received under
 * @param inputSha256 of the de-identified file
 * @param inputFile path of that file below its volume
 * @param assessed the assessment as published
 * @param measured the features as published, or null
 * @param highlight path of the picture below the volume {@code derived}, or null
 */
public record ScanRecord(
        UUID objectId,
        String inputSha256,
        String inputFile,
        ScanAssessed assessed,
        @Nullable ScanMeasured measured,
        @Nullable String highlight) {

    public ScanRecord {
        Checks.sha256(inputSha256);
        Checks.relativePath(inputFile);
        if (highlight != null) {
            Checks.relativePath(highlight);
        }
    }
}

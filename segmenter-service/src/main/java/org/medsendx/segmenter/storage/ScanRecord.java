package org.medsendx.segmenter.storage;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;
import org.medsendx.contracts.deidentified.CleanFile;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.ScanMeasured;

/**
 * One line of the ledger: which bytes were assessed, and what came of it. When it is there, the
 * derived objects and the events are on disk.
 *
 * @param objectId the random id it was received under
 * @param inputSha256 of the de-identified file
 * @param inputFile path of that file below its volume
 * @param assessed the assessment as published
 * @param measured the features as published, or null
 * @param highlight path of the picture below the volume {@code derived}, or null
 * @param derived all that was made of it, the picture too; lines of earlier versions have none
 * @param inSeries of an image with a tissue map: what decided about its picture; lines of earlier
 *     versions have none
 */
public record ScanRecord(
        UUID objectId,
        String inputSha256,
        String inputFile,
        ScanAssessed assessed,
        @Nullable ScanMeasured measured,
        @Nullable String highlight,
        List<Derived> derived,
        @Nullable InSeries inSeries) {

    public ScanRecord {
        Checks.sha256(inputSha256);
        Checks.relativePath(inputFile);
        if (highlight != null) {
            Checks.relativePath(highlight);
        }
        derived = listed(derived);
    }

    /** A line of a version that made no more than a picture. */
    private static List<Derived> listed(@Nullable List<Derived> derived) {
        return derived == null ? List.of() : List.copyOf(derived);
    }

    /**
     * The place of an image in its series.
     *
     * @param number the how-manieth it is, in the order they came, from 1
     * @param leftOut whether it has no picture because others of its series have
     */
    public record InSeries(int number, boolean leftOut) {

        public InSeries {
            if (number < 1) {
                throw new IllegalArgumentException("numbers begin with 1");
            }
        }
    }

    /**
     * An object that was made of the scan.
     *
     * @param content its file below the volume {@code derived}
     * @param goesUp whether the uplink was told of it; else it stays on the truck
     */
    public record Derived(DerivedKind kind, CleanFile content, boolean goesUp) {

        public Derived {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(content, "content");
        }
    }
}

package org.medsendx.segmenter.pipeline;

import java.util.List;
import java.util.function.Supplier;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.Quality;
import org.medsendx.contracts.deidentified.Segmentation;
import org.medsendx.contracts.deidentified.Segmentation.Status;
import org.medsendx.contracts.deidentified.Stratum;
import org.medsendx.contracts.deidentified.Triage;
import org.medsendx.segmenter.model.Learned;
import org.medsendx.segmenter.tissue.TissueMaps;

/** What became of one scan: segmented, only measured, or neither. */
public sealed interface Assessment {

    /** The tissue classes, or why there are none. */
    Segmentation segmentation();

    /** Technical quality. */
    Quality quality();

    /** Place in the work list. */
    Triage triage();

    /**
     * There is a tissue map and a picture of it.
     *
     * @param segmentation its classes
     * @param painting paints the side-by-side PNG, the same each time
     * @param image what was assessed
     * @param tissues the tissue maps that the features were computed with
     * @param learned what a model made of it, or why it made nothing; of one that made the map its
     *     labels have their coded concepts here
     */
    record Segmented(
            Segmentation segmentation,
            Quality quality,
            Triage triage,
            Stratum stratum,
            Features features,
            Supplier<byte[]> painting,
            ScanImage image,
            TissueMaps tissues,
            Learned learned)
            implements Assessment {

        /** The side-by-side PNG, painted now: most slices of a long series need none. */
        public byte[] highlight() {
            return painting.get();
        }
    }

    /**
     * There are features and no tissue map: too few values, a view without classes, or classes that
     * are not set apart.
     *
     * @param segmentation why there is none
     * @param image what was assessed
     */
    record Measured(
            Segmentation segmentation,
            Quality quality,
            Triage triage,
            Stratum stratum,
            Features features,
            ScanImage image)
            implements Assessment {}

    /** Nothing could be measured; the reason is a code. */
    record NotMeasured(String reason, Quality quality, Triage triage) implements Assessment {

        @Override
        public Segmentation segmentation() {
            return new Segmentation(Status.NOT_SEGMENTED, reason, List.of());
        }
    }
}

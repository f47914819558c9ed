package org.medsendx.segmenter.web;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.Quality;
import org.medsendx.contracts.deidentified.Segmentation;
import org.medsendx.contracts.deidentified.Stratum;
import org.medsendx.contracts.deidentified.Triage;
import org.medsendx.segmenter.storage.ScanRecord;

/**
 * A scan as the API shows it.
 *
 * @param index position in the ledger, from 0; null where a single scan is asked for
 * @param objectId the random id it was received under
 * @param truck the truck
 * @param scanner the scanner
 * @param modality modality code
 * @param segmentation tissue classes, or why there are none
 * @param quality technical quality
 * @param triage place in the work list
 * @param stratum kind of scan; null when nothing was measured
 * @param features what was measured; null when nothing was
 * @param highlight path of the picture below {@code /scans/}; null when there is none here
 * @param picture what became of the picture
 */
public record ScanView(
        @Nullable Long index,
        UUID objectId,
        String truck,
        String scanner,
        String modality,
        Segmentation segmentation,
        Quality quality,
        Triage triage,
        @Nullable Stratum stratum,
        @Nullable Features features,
        @Nullable String highlight,
        Picture picture) {

    static ScanView of(@Nullable Long index, ScanRecord line, Picture picture) {
        var assessed = line.assessed();
        var measured = line.measured();
        return new ScanView(
                index,
                line.objectId(),
                assessed.truck(),
                assessed.scanner(),
                assessed.modality(),
                assessed.segmentation(),
                assessed.quality(),
                assessed.triage(),
                measured == null ? null : measured.stratum(),
                measured == null ? null : measured.features(),
                picture == Picture.HERE ? "/scans/" + line.objectId() + "/highlight.png" : null,
                picture);
    }
}

package org.medsendx.segmenter.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.medsendx.segmenter.pipeline.Assessment.Measured;
import org.medsendx.segmenter.pipeline.Assessment.Segmented;

/** Mammograms that we did not make; where they are not there the tests skip and say so. */
class SampleScansTest {

    private static final Path SHARED = Path.of("..", "..", "shared");

    private final ScanAssessor assessor = new ScanAssessor(new AssessLimits(100_000_000, 64, 900));

    @Test
    void finds_breast_muscle_fold_and_density_of_an_oblique_screening_mammogram() {
        var assessment =
                assessor.assess(
                        existing(
                                "samples/fo-dicom__fo-dicom/Tests/FO-DICOM.Tests/Test Data/GH133.dcm"),
                        UUID.randomUUID());

        var segmented = (Segmented) assessment;
        var density = Objects.requireNonNull(segmented.segmentation().density());
        // scattered glands in about a fifth of the breast, as a person sees it
        assertThat(density.areaPercent()).isBetween(12.0, 25.0);
        assertThat(density.gradeFrom()).isEqualTo("a");
        assertThat(density.laterality()).isEqualTo("R");
        assertThat(density.volumePercent()).isNull();
        assertThat(segmented.quality().findings())
                .doesNotContain(
                        "pectoral-not-found",
                        "inframammary-fold-not-in-view",
                        "breast-cut-off",
                        "orientation-differs",
                        "header-right-picture-left",
                        "laterality-contradictory");
    }

    @Test
    void gives_no_density_to_a_stereotactic_view_with_its_paddle() {
        var assessment =
                assessor.assess(existing("cases/07_mg_stereo_quarter.dcm"), UUID.randomUUID());

        assertThat(((Measured) assessment).segmentation().reason()).isEqualTo("stereo-view");
    }

    private static Path existing(String file) {
        var path = SHARED.resolve(file);
        assumeTrue(Files.isRegularFile(path), "../shared has no " + file);
        return path;
    }
}

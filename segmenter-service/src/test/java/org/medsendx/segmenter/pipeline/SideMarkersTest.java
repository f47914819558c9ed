package org.medsendx.segmenter.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.deidentified.Quality.Verdict;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.segmenter.Images;
import org.medsendx.segmenter.Phantom;
import org.medsendx.segmenter.marker.MarkedPicture;
import org.medsendx.segmenter.marker.MarkedPicture.Writing;

/** The letter beside a body against the side that the header names. */
class SideMarkersTest {

    @TempDir private Path folder;

    @Test
    void says_when_the_marker_is_of_the_other_side() throws IOException {
        assertThat(markersOf("DX", "R", "L")).containsExactly("marker-right-header-left");
        assertThat(markersOf("CR", "L", "R")).containsExactly("marker-left-header-right");
    }

    @Test
    void says_nothing_when_they_agree_or_the_header_names_no_side() throws IOException {
        assertThat(markersOf("DX", "R", "R")).isEmpty();
        assertThat(markersOf("DX", "L", "L")).isEmpty();
        assertThat(markersOf("DX", "R", null)).isEmpty();
        assertThat(markersOf("DX", "B", "L")).isEmpty();
    }

    @Test
    void reads_no_marker_in_what_is_no_projection() throws IOException {
        assertThat(markersOf("MR", "R", "L")).isEmpty();
    }

    private List<String> markersOf(String modality, String letter, @Nullable String side)
            throws IOException {
        var picture =
                MarkedPicture.limb(420, 360, 4)
                        .with(
                                new Writing(
                                        letter, Font.SANS_SERIF, Font.BOLD, 30, 0, false, 0.7, 0.5),
                                70,
                                60)
                        .noisy(20, 9);
        var set = Images.mammogram(picture.rows(), picture.columns(), 1);
        set.putString(Tag.Modality, VR.CS, modality);
        set.putString(Tag.ImageLaterality, VR.CS, side == null ? "" : side);
        set.put(new Element.Value(Tag.PixelData, VR.OW, Phantom.pixels(picture.values())));
        var assessment =
                new ScanAssessor(new AssessLimits(100_000_000, 8, 400))
                        .assess(Phantom.write(folder, set), new UUID(1, 2));
        var findings =
                assessment.quality().findings().stream()
                        .filter(code -> code.startsWith("marker-"))
                        .toList();
        if (!findings.isEmpty()) {
            assertThat(assessment.quality().verdict()).isEqualTo(Verdict.LOOK);
            var segmented = (Assessment.Segmented) assessment;
            assertThat(segmented.highlight()).isNotEmpty();
        }
        return findings;
    }
}

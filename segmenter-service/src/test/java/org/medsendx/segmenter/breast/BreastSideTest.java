package org.medsendx.segmenter.breast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.segmenter.breast.BreastPhantom.Spec;
import org.medsendx.segmenter.feature.Field;
import org.medsendx.segmenter.feature.Padding;

/** The side that a header names beside the picture; docs/quality.md has the figures. */
class BreastSideTest {

    /** What may have happened to a picture or its header. */
    private enum Turn {
        NONE(false, false),
        OVER(true, false),
        UPSIDE_DOWN(false, true),
        ROUND(true, true);

        private final boolean columns;
        private final boolean rows;

        Turn(boolean columns, boolean rows) {
            this.columns = columns;
            this.rows = rows;
        }

        int[] of(int[] values) {
            var turned = new int[values.length];
            int last = BreastPhantom.COLUMNS - 1;
            for (int i = 0; i < values.length; i++) {
                int row = i / BreastPhantom.COLUMNS;
                int column = i % BreastPhantom.COLUMNS;
                int y = rows ? BreastPhantom.ROWS - 1 - row : row;
                int x = columns ? last - column : column;
                turned[y * BreastPhantom.COLUMNS + x] = values[i];
            }
            return turned;
        }
    }

    @ParameterizedTest
    @CsvSource({"401,true", "402,false", "403,true", "404,false", "405,true", "406,false"})
    void says_of_an_oblique_view_whether_it_shows_the_other_breast(long seed, boolean right) {
        boolean processing = seed % 3 == 0;
        var phantom = BreastPhantom.of(new Spec(seed, true, right, 0.25, processing));
        var header = phantom.dataSet();
        String other = right ? "header-right-picture-left" : "header-left-picture-right";

        assertThat(sides(phantom, header, Turn.NONE)).isEmpty();
        assertThat(sides(phantom, header, Turn.OVER)).containsExactly(other);
        // as a breast comes out that was exposed while the console had the other side
        assertThat(sides(phantom, header, Turn.UPSIDE_DOWN)).containsExactly(other);
        assertThat(sides(phantom, header, Turn.ROUND)).containsExactly("orientation-differs");
    }

    @ParameterizedTest
    @CsvSource({
        "true,NONE,P,FL",
        "true,UPSIDE_DOWN,P,HR",
        "true,ROUND,A,HR",
        "true,OVER,A,FL",
        "false,ROUND,P,HL",
    })
    void accepts_every_way_to_lie_that_the_header_tells(
            boolean right, Turn turn, String rows, String columns) {
        var phantom = BreastPhantom.of(new Spec(411, true, right, 0.25, false));
        var header = phantom.dataSet().putString(Tag.PatientOrientation, VR.CS, rows, columns);

        assertThat(sides(phantom, header, turn)).isEmpty();
    }

    @Test
    void reads_an_oblique_view_that_is_stored_feet_first_as_if_it_were_not() {
        var phantom = BreastPhantom.of(new Spec(412, true, false, 0.25, true));
        var upright = read(phantom, phantom.dataSet(), Turn.NONE);

        var turned = read(phantom, phantom.dataSet(), Turn.UPSIDE_DOWN);

        assertThat(turned.area()).isEqualTo(upright.area());
        assertThat(turned.nippleLine()).isEqualTo(upright.nippleLine());
        assertThat(turned.marks()).hasSameSizeAs(upright.marks());
        var fold = turned.marks().getLast();
        assertThat(fold.kind()).isEqualTo(BreastReading.Mark.Kind.FOLD);
        assertThat(fold.fromRow()).isLessThan(BreastPhantom.ROWS / 4.0);
        int n = 0;
        for (int i = 0; i < upright.classes().length; i++) {
            int row = BreastPhantom.ROWS - 1 - i / BreastPhantom.COLUMNS;
            int at = row * BreastPhantom.COLUMNS + i % BreastPhantom.COLUMNS;
            n += upright.classes()[i] == turned.classes()[at] ? 1 : 0;
        }
        assertThat(n).isGreaterThan(upright.classes().length * 99 / 100);
    }

    @Test
    void says_of_a_craniocaudal_view_that_it_was_turned_over() {
        var phantom = BreastPhantom.of(new Spec(413, false, true, 0.25, false));
        var header = phantom.dataSet();

        assertThat(sides(phantom, header, Turn.NONE)).isEmpty();
        assertThat(sides(phantom, header, Turn.OVER)).containsExactly("header-right-picture-left");
    }

    @Test
    void goes_by_how_one_looks_from_the_tube_when_the_header_has_no_orientation() {
        var shown = BreastPhantom.of(new Spec(414, false, true, 0.25, false));
        var raw = BreastPhantom.of(new Spec(415, false, true, 0.25, true));
        var header = shown.dataSet();
        header.remove(Tag.PatientOrientation);
        var rawHeader = raw.dataSet();
        rawHeader.remove(Tag.PatientOrientation);

        assertThat(sides(shown, header, Turn.NONE)).isEmpty();
        assertThat(sides(shown, header, Turn.OVER)).containsExactly("header-right-picture-left");
        // how a detector reads out says nothing of the side
        assertThat(sides(raw, rawHeader, Turn.OVER)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "true,true,P,FR,true",
        "true,false,A,FL,true",
        "true,false,A,F,false",
        "true,true,P,FL,false",
        "false,true,P,R,true",
        "false,false,A,R,false",
    })
    void says_when_the_orientation_in_the_header_is_that_of_the_other_breast(
            boolean mlo, boolean right, String rows, String columns, boolean contradictory) {
        var phantom = BreastPhantom.of(new Spec(416, mlo, right, 0.25, false));
        var header = phantom.dataSet().putString(Tag.PatientOrientation, VR.CS, rows, columns);

        assertThat(sides(phantom, header, Turn.NONE).contains("laterality-contradictory"))
                .isEqualTo(contradictory);
    }

    @Test
    void says_when_series_and_image_name_different_sides() {
        var phantom = BreastPhantom.of(new Spec(417, false, true, 0.25, false));
        var header = phantom.dataSet().putString(Tag.Laterality, VR.CS, "L");
        var both = phantom.dataSet().putString(Tag.Laterality, VR.CS, "B");

        assertThat(sides(phantom, header, Turn.NONE)).containsExactly("laterality-contradictory");
        assertThat(sides(phantom, both, Turn.NONE)).isEmpty();
    }

    private static List<String> sides(BreastPhantom phantom, DataSet header, Turn turn) {
        return read(phantom, header, turn).findings().stream()
                .filter(code ->
                        code.startsWith("header-")
                                || code.startsWith("laterality-")
                                || code.startsWith("orientation-"))
                .toList();
    }

    private static BreastReading read(BreastPhantom phantom, DataSet header, Turn turn) {
        return Objects.requireNonNull(
                BreastReader.read(
                        turn.of(phantom.stored()),
                        Field.whole(BreastPhantom.ROWS, BreastPhantom.COLUMNS),
                        Padding.NONE,
                        Mammogram.read(
                                header,
                                "MONOCHROME1"
                                        .equals(header.string(Tag.PhotometricInterpretation)))));
    }
}

package org.medsendx.segmenter.feature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

class FieldTest {

    @Test
    void is_the_whole_image_when_the_header_has_no_shape() {
        var field = Field.of(new DataSet(), 10, 20);

        assertThat(field.isWhole()).isTrue();
        assertThat(field.pixels()).isEqualTo(200);
    }

    @Test
    void keeps_what_a_rectangular_collimator_let_through() {
        var header =
                new DataSet()
                        .putString(Tag.CollimatorShape, VR.CS, "RECTANGULAR")
                        .putString(Tag.CollimatorLeftVerticalEdge, VR.IS, "3")
                        .putString(Tag.CollimatorRightVerticalEdge, VR.IS, "8")
                        .putString(Tag.CollimatorUpperHorizontalEdge, VR.IS, "2")
                        .putString(Tag.CollimatorLowerHorizontalEdge, VR.IS, "4");

        var field = Field.of(header, 10, 20);

        assertThat(field.pixels()).isEqualTo(6 * 3);
        assertThat(field.row(0)).isEmpty();
        assertThat(field.row(1)).containsExactly(2, 8);
        assertThat(field.row(4)).isEmpty();
    }

    @Test
    void keeps_the_disc_of_a_circular_shutter() {
        var header =
                new DataSet()
                        .putString(Tag.ShutterShape, VR.CS, "CIRCULAR")
                        .putString(Tag.CenterOfCircularShutter, VR.IS, "51", "51")
                        .putString(Tag.RadiusOfCircularShutter, VR.IS, "30");

        var field = Field.of(header, 101, 101);

        assertThat((double) field.pixels() / (Math.PI * 30 * 30)).isBetween(0.98, 1.02);
        assertThat(field.row(50)).containsExactly(20, 81);
    }

    @Test
    void keeps_the_inside_of_a_polygon_that_is_not_convex() {
        // A U: two towers of three columns on a base.
        var header =
                new DataSet()
                        .putString(Tag.ShutterShape, VR.CS, "POLYGONAL")
                        .putString(
                                Tag.VerticesOfThePolygonalShutter,
                                VR.IS,
                                "1",
                                "1",
                                "1",
                                "4",
                                "6",
                                "4",
                                "6",
                                "8",
                                "1",
                                "8",
                                "1",
                                "11",
                                "11",
                                "11",
                                "11",
                                "1");

        var field = Field.of(header, 12, 12);

        assertThat(field.row(2)).containsExactly(0, 4, 7, 11);
        assertThat(field.row(8)).containsExactly(0, 11);
        assertThat(field.row(11)).isEmpty();
    }

    @Test
    void meets_several_shapes_by_what_all_of_them_show() {
        var header =
                new DataSet()
                        .putString(Tag.ShutterShape, VR.CS, "RECTANGULAR", "CIRCULAR")
                        .putString(Tag.ShutterLeftVerticalEdge, VR.IS, "1")
                        .putString(Tag.ShutterRightVerticalEdge, VR.IS, "51")
                        .putString(Tag.ShutterUpperHorizontalEdge, VR.IS, "1")
                        .putString(Tag.ShutterLowerHorizontalEdge, VR.IS, "101")
                        .putString(Tag.CenterOfCircularShutter, VR.IS, "51", "51")
                        .putString(Tag.RadiusOfCircularShutter, VR.IS, "30");

        assertThat(Field.of(header, 101, 101).row(50)).containsExactly(20, 51);
    }

    @Test
    void disregards_a_shape_that_would_leave_nothing() {
        var header =
                new DataSet()
                        .putString(Tag.ShutterShape, VR.CS, "RECTANGULAR")
                        .putString(Tag.ShutterLeftVerticalEdge, VR.IS, "900")
                        .putString(Tag.ShutterRightVerticalEdge, VR.IS, "901");

        assertThat(Field.of(header, 10, 20).isWhole()).isTrue();
    }
}

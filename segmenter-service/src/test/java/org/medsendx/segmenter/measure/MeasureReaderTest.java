package org.medsendx.segmenter.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.contracts.deidentified.Measures;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.segmenter.feature.Field;
import org.medsendx.segmenter.feature.Padding;

/** Every measure on an image of which it is known. */
class MeasureReaderTest {

    private static final DataSet NO_HEADER = new DataSet();

    @ParameterizedTest
    @ValueSource(doubles = {3, 10, 30})
    void finds_the_noise_of_a_slice_within_three_per_cent(double sigma) {
        var measures = Exposed.disc(256, 0.8, 40).noisy(sigma, 1).measures(NO_HEADER);

        assertThat(value(measures, Measure.NOISE)).isCloseTo(sigma, Percentage.withPercentage(3));
    }

    @Test
    void finds_the_noise_between_organs_and_not_theirs() {
        // Half of the soft tissue is lumpy, which a standard deviation over all of it would count.
        var lumpy =
                Exposed.disc(256, 0.8, 40)
                        .with((r, c, v) -> c > 128 && v > 0 ? v + 30 * Math.sin(r / 3.0) : v);

        var measures = lumpy.noisy(10, 2).measures(NO_HEADER);

        assertThat(value(measures, Measure.NOISE)).isCloseTo(10, Percentage.withPercentage(5));
    }

    @ParameterizedTest
    @ValueSource(doubles = {8, 20, 60})
    void finds_the_noise_of_a_radiograph_with_anatomy_within_five_per_cent(double sigma) {
        var measures = Exposed.radiograph(512, 512, 3).noisy(sigma, 4).measures(NO_HEADER);

        assertThat(value(measures, Measure.NOISE)).isCloseTo(sigma, Percentage.withPercentage(5));
    }

    @Test
    void finds_white_noise_white() {
        var measures = Exposed.disc(256, 0.8, 40).noisy(15, 5).measures(NO_HEADER);

        assertThat(value(measures, Measure.NOISE_SLOPE)).isCloseTo(0, Offset.offset(0.08));
    }

    @Test
    void finds_the_slope_of_noise_that_a_known_filter_smoothed() {
        var measures = Exposed.disc(256, 0.8, 40).smoothNoise(60, 6).measures(NO_HEADER);

        // Power of the filter 1 2 1 under the window, regressed as the measure does.
        assertThat(value(measures, Measure.NOISE_SLOPE))
                .isCloseTo(expectedSlope(), Offset.offset(0.25));
        assertThat(expectedSlope()).isLessThan(-2);
    }

    private static double expectedSlope() {
        double[] covariance = {6 / 16.0, 4 / 16.0, 1 / 16.0};
        double x = 0;
        double y = 0;
        double xx = 0;
        double xy = 0;
        for (int k = 2; k <= 7; k++) {
            double power = 0;
            for (int lag = -2; lag <= 2; lag++) {
                power += covariance[Math.abs(lag)] * overlap(lag) * Math.cos(Math.PI * k * lag / 8);
            }
            double lx = Math.log(k);
            double ly = Math.log(power);
            x += lx / 6;
            y += ly / 6;
            xx += lx * lx / 6;
            xy += lx * ly / 6;
        }
        return (xy - x * y) / (xx - x * x);
    }

    /** The Hann window times itself, so many samples apart. */
    private static double overlap(int lag) {
        double sum = 0;
        for (int i = Math.max(0, -lag); i < Math.min(16, 16 - lag); i++) {
            sum +=
                    Math.pow(Math.sin(Math.PI * (i + 0.5) / 16), 2)
                            * Math.pow(Math.sin(Math.PI * (i + lag + 0.5) / 16), 2);
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.7, 1, 1.5})
    void finds_the_width_of_the_skin_within_four_per_cent(double sigma) {
        var header = new DataSet().putString(Tag.PixelSpacing, VR.DS, "0.8", "0.8");

        var measures = Exposed.water(256, sigma).noisy(10, 7).measures(header);

        // 10 % to 90 % of a Gaussian's edge.
        assertThat(value(measures, Measure.EDGE_WIDTH))
                .isCloseTo(2.5631 * sigma, Percentage.withPercentage(4));
        assertThat(value(measures, Measure.EDGE_WIDTH_MM))
                .isCloseTo(0.8 * value(measures, Measure.EDGE_WIDTH), Offset.offset(1e-4));
    }

    @Test
    void says_that_there_is_no_skin_where_there_is_no_air() {
        var measures =
                new Exposed(128, 128, filled(128 * 128, 40), Frame.Kind.CT)
                        .noisy(10, 8)
                        .measures(NO_HEADER);

        assertThat(reason(measures, Measure.EDGE_WIDTH)).isEqualTo("no-edge");
        assertThat(value(measures, Measure.BORDER_TISSUE)).isEqualTo(1);
    }

    @Test
    void tells_blur_along_rows_from_blur_along_columns() {
        var sharp = Exposed.radiograph(512, 512, 9).noisy(5, 9).measures(NO_HEADER);
        var rows = Exposed.radiograph(512, 512, 9).smeared(9, true).noisy(5, 9).measures(NO_HEADER);
        var columns =
                Exposed.radiograph(512, 512, 9).smeared(9, false).noisy(5, 9).measures(NO_HEADER);

        assertThat(value(rows, Measure.BLUR_ROWS))
                .isGreaterThan(value(sharp, Measure.BLUR_ROWS) + 0.005);
        assertThat(value(columns, Measure.BLUR_COLUMNS))
                .isGreaterThan(value(sharp, Measure.BLUR_COLUMNS) + 0.005);
    }

    @Test
    void tells_the_direction_in_which_something_moved() {
        var still = Exposed.radiograph(512, 512, 9).fine(9);

        var sharp = still.noisy(10, 9).measures(NO_HEADER);
        var rows = still.smeared(7, true).noisy(10, 9).measures(NO_HEADER);
        var columns = still.smeared(7, false).noisy(10, 9).measures(NO_HEADER);

        assertThat(value(sharp, Measure.DIRECTIONALITY)).isCloseTo(0, Offset.offset(0.15));
        assertThat(value(rows, Measure.DIRECTIONALITY)).isLessThan(-0.4);
        assertThat(value(columns, Measure.DIRECTIONALITY)).isGreaterThan(0.4);
    }

    @Test
    void finds_a_blur_that_arithmetic_gives() {
        // Along rows a step every 20 pixels; the box of 9 changes by 1/9 of it, 9 times, so of each
        // step of 1 it leaves 8/9 at the edge and takes it nowhere else.
        var steps =
                new Exposed(64, 640, new double[64 * 640], Frame.Kind.OTHER)
                        .with((_, c, _) -> c / 20 % 2 * 900);

        var measures = steps.measures(NO_HEADER);

        assertThat(value(measures, Measure.BLUR_ROWS)).isCloseTo(1 / 9.0, Offset.offset(1e-3));
        assertThat(reason(measures, Measure.BLUR_COLUMNS)).isEqualTo("nothing-varies");
        assertThat(reason(measures, Measure.NOISE)).isEqualTo("no-noise");
    }

    @Test
    void counts_columns_rows_and_pixels_that_are_off() {
        var clean = Exposed.radiograph(512, 640, 10).noisy(15, 10);

        var none = clean.measures(NO_HEADER);
        var some =
                clean.column(100, -1000)
                        .column(333, 40)
                        .row(77, 60)
                        .pixels(30, 500, 11)
                        .measures(NO_HEADER);

        assertThat(value(none, Measure.DEFECT_COLUMNS)).isZero();
        assertThat(value(none, Measure.DEFECT_ROWS)).isZero();
        assertThat(value(none, Measure.DEFECT_PIXELS)).isZero();
        assertThat(value(some, Measure.DEFECT_COLUMNS)).isEqualTo(2);
        assertThat(value(some, Measure.DEFECT_ROWS)).isEqualTo(1);
        assertThat(value(some, Measure.DEFECT_PIXELS))
                .isCloseTo(30e6 / (510.0 * 638), Percentage.withPercentage(5));
    }

    @Test
    void takes_the_edge_of_a_shape_for_no_defect() {
        var edges =
                Exposed.radiograph(512, 512, 12)
                        .with((r, c, v) -> c > 400 ? v + 700 : r > 450 ? v - 600 : v);

        var measures = edges.noisy(15, 12).measures(NO_HEADER);

        assertThat(value(measures, Measure.DEFECT_COLUMNS)).isZero();
        assertThat(value(measures, Measure.DEFECT_ROWS)).isZero();
    }

    @Test
    void finds_a_grid_and_its_frequency() {
        var clean = Exposed.radiograph(600, 600, 13).noisy(20, 13);

        var without = clean.measures(NO_HEADER);
        var with = clean.grid(0.27, 12).measures(NO_HEADER);

        assertThat(value(without, Measure.GRID_PEAK)).isLessThan(4);
        // A sine of 12 in noise of 20 under a Hann window of 512: (12/2)^2 * 512 / (1.5 * 20^2),
        // and the mean of the logarithm of noise power is 2.5 dB below that of the power; from
        // which the 85th percentile and the second lowest of eight bands take up to 5 dB.
        double expected = 10 * Math.log10(36 * 512 / (1.5 * 400)) + 2.5;
        assertThat(value(with, Measure.GRID_PEAK)).isBetween(expected - 5, expected);
        assertThat(value(with, Measure.GRID_FREQUENCY)).isCloseTo(0.27, Offset.offset(0.002));
    }

    @Test
    void finds_a_ring_and_its_height() {
        var clean = Exposed.disc(256, 0.8, 20).noisy(10, 14);

        var without = clean.measures(NO_HEADER);
        var with = clean.ring(60, 12).measures(NO_HEADER);

        assertThat(value(without, Measure.RING_SCORE)).isLessThan(5);
        assertThat(value(with, Measure.RING_SCORE)).isGreaterThan(8);
        assertThat(value(with, Measure.RING_AMPLITUDE)).isCloseTo(12, Offset.offset(2.5));
    }

    @Test
    void finds_how_uneven_water_is() {
        // Cupping: 12 HU less in the middle than at 0.7 of the radius.
        double radius = 0.4 * 256;
        var cupped =
                Exposed.water(256, 0.8)
                        .with((r, c, v) -> {
                            double share = Math.hypot(r - 127.5, c - 127.5) / (0.7 * radius);
                            return share < 1.3 ? v + 12 * (share * share - 1) : v;
                        });

        var measures = cupped.noisy(5, 15).measures(NO_HEADER);

        assertThat(value(measures, Measure.WATER_UNIFORMITY)).isCloseTo(12, Offset.offset(2.0));
    }

    @Test
    void finds_how_uneven_a_flat_field_is() {
        var flat =
                new Exposed(400, 400, filled(160_000, 2000), Frame.Kind.PROJECTION)
                        .with((r, c, v) -> v * (0.9 + 0.2 * (r + c) / 800.0));

        var measures = flat.noisy(20, 16).measures(NO_HEADER);

        // At 0.2 and 0.8 of both sides the field is 0.94 and 1.06 of its middle.
        assertThat(value(measures, Measure.FLAT_FIELD)).isCloseTo(0.06, Offset.offset(0.004));
        assertThat(
                        reason(
                                Exposed.radiograph(400, 400, 17).noisy(5, 17).measures(NO_HEADER),
                                Measure.FLAT_FIELD))
                .isEqualTo("not-a-flat-field");
    }

    @Test
    void counts_what_is_at_the_ends_of_the_range() {
        var values = filled(100 * 100, 1000);
        Arrays.fill(values, 0, 500, 4095);
        Arrays.fill(values, 500, 700, 0);

        var measures = new Exposed(100, 100, values, Frame.Kind.PROJECTION).measures(NO_HEADER);

        assertThat(value(measures, Measure.SATURATED_BRIGHT)).isEqualTo(0.05);
        assertThat(value(measures, Measure.SATURATED_DARK)).isEqualTo(0.02);
    }

    @Test
    void measures_only_what_is_exposed() {
        var header =
                new DataSet()
                        .putString(Tag.CollimatorShape, VR.CS, "RECTANGULAR")
                        .putString(Tag.CollimatorLeftVerticalEdge, VR.IS, "0")
                        .putString(Tag.CollimatorRightVerticalEdge, VR.IS, "401")
                        .putString(Tag.CollimatorUpperHorizontalEdge, VR.IS, "0")
                        .putString(Tag.CollimatorLowerHorizontalEdge, VR.IS, "513");
        var random = new Random(18);
        var half =
                Exposed.radiograph(512, 512, 18)
                        .noisy(10, 18)
                        .with((_, c, v) -> c >= 400 ? 2000 + 900 * random.nextGaussian() : v);

        var measures = half.measures(header, Field.of(header, 512, 512), Padding.NONE);

        assertThat(value(measures, Measure.FIELD_SHARE))
                .isCloseTo(400 / 512.0, Offset.offset(0.002));
        assertThat(value(measures, Measure.NOISE)).isCloseTo(10, Percentage.withPercentage(6));
        assertThat(value(measures, Measure.DEFECT_PIXELS)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "ExposureIndex,DS,412,exposureIndex,412",
        "DeviationIndex,DS,-1.7,deviationIndex,-1.7",
        "CTDIvol,FD,,ctdiVol,",
        "OrganDose,DS,0.0152,glandularDose,1.52",
        "EntranceDoseInmGy,DS,6.1,entranceDose,6.1",
        "KVP,DS,28,kilovolts,28",
        "Exposure,IS,64,tubeLoad,64",
        "ExposureInuAs,IS,63500,tubeLoad,63.5",
        "CompressionForce,DS,113.4,compressionForce,113.4",
        "BodyPartThickness,DS,53,compressedThickness,53",
        "SliceThickness,DS,1.25,sliceThickness,1.25",
        "ImagerPixelSpacing,DS,0.07,pixelSpacing,0.07"
    })
    void reads_a_tag_in_the_unit_of_the_standard(
            String keyword, VR vr, String text, String measure, Double expected) throws Exception {
        int tag = Tag.class.getField(keyword).getInt(null);
        var header = new DataSet();
        if (text != null) {
            header.putString(tag, vr, text);
        }

        var measures = new Exposed(40, 40, filled(1600, 7), Frame.Kind.PROJECTION).measures(header);

        if (expected == null) {
            assertThat(measures.absent().get(measure)).isEqualTo("no-tag");
        } else {
            assertThat(measures.values().get(measure)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CompressionForce,11,compressionForce,out-of-range",
        "OrganDose,1.6,glandularDose,out-of-range",
        "KVP,120000,kilovolts,out-of-range",
        "DeviationIndex,none,deviationIndex,unreadable",
        "BodyPartThickness,'',compressedThickness,no-tag"
    })
    void believes_no_value_in_a_wrong_unit(
            String keyword, String text, String measure, String reason) throws Exception {
        int tag = Tag.class.getField(keyword).getInt(null);
        var header = new DataSet().putString(tag, VR.DS, text);

        var measures = new Exposed(40, 40, filled(1600, 7), Frame.Kind.PROJECTION).measures(header);

        assertThat(measures.absent().get(measure)).isEqualTo(reason);
    }

    @Test
    void works_the_deviation_index_out_of_index_and_target() {
        var header =
                new DataSet()
                        .putString(Tag.ExposureIndex, VR.DS, "200")
                        .putString(Tag.TargetExposureIndex, VR.DS, "400");

        var measures = new Exposed(40, 40, filled(1600, 7), Frame.Kind.PROJECTION).measures(header);

        assertThat(value(measures, Measure.DEVIATION_INDEX))
                .isCloseTo(-3.0103, Offset.offset(1e-4));
    }

    @Test
    void reads_the_functional_groups_of_enhanced_images() {
        var exposure = new DataSet().putString(Tag.CTDIvol, VR.DS, "7.5");
        var pixel = new DataSet().putString(Tag.PixelSpacing, VR.DS, "0.5", "0.5");
        var groups =
                new DataSet()
                        .putSequence(Tag.CTExposureSequence, exposure)
                        .putSequence(Tag.PixelMeasuresSequence, pixel);
        var header = new DataSet().putSequence(Tag.SharedFunctionalGroupsSequence, groups);

        var measures = new Exposed(40, 40, filled(1600, 7), Frame.Kind.CT).measures(header);

        assertThat(value(measures, Measure.CTDI_VOL)).isEqualTo(7.5);
        assertThat(value(measures, Measure.PIXEL_SPACING)).isEqualTo(0.5);
        assertThat(value(measures, Measure.FIELD_WIDTH)).isEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,300", "300,1", "31,31", "33,33", "32,2000"})
    void says_of_every_measure_of_any_size_what_it_is_or_why_not(int rows, int columns) {
        for (var kind : Frame.Kind.values()) {
            var random = new Random(19);
            var values = new double[rows * columns];
            Arrays.setAll(values, _ -> 800 + 100 * random.nextGaussian());

            var measures = new Exposed(rows, columns, values, kind).measures(NO_HEADER);

            for (var measure : Measure.values()) {
                assertThat(
                                measures.values().containsKey(measure.label())
                                        ^ measures.absent().containsKey(measure.label()))
                        .as("%s of %s", measure, kind)
                        .isTrue();
            }
            assertThat(measures.absent().values()).doesNotContain("not-measured");
        }
    }

    @Test
    void measures_nothing_of_what_is_all_padding() {
        var measures =
                new Exposed(64, 64, filled(64 * 64, 7), Frame.Kind.PROJECTION)
                        .measures(NO_HEADER, Field.whole(64, 64), new Padding(0, 100, 0));

        assertThat(measures.values().keySet())
                .doesNotContain("noise", "blurRows", "defectColumns", "saturatedBright");
    }

    private static double[] filled(int count, double value) {
        var values = new double[count];
        Arrays.fill(values, value);
        return values;
    }

    private static double value(Measures measures, Measure measure) {
        assertThat(measures.values()).as("%s", measures.absent()).containsKey(measure.label());
        return measures.values().getOrDefault(measure.label(), Double.NaN);
    }

    private static String reason(Measures measures, Measure measure) {
        return String.valueOf(measures.absent().get(measure.label()));
    }
}

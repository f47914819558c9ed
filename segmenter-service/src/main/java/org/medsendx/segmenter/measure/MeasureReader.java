package org.medsendx.segmenter.measure;

import static org.medsendx.segmenter.measure.Frame.Kind.CT;
import static org.medsendx.segmenter.measure.Frame.Kind.PROJECTION;
import static org.medsendx.segmenter.measure.Measure.BLUR_COLUMNS;
import static org.medsendx.segmenter.measure.Measure.BLUR_ROWS;
import static org.medsendx.segmenter.measure.Measure.BORDER_TISSUE;
import static org.medsendx.segmenter.measure.Measure.COLUMNS;
import static org.medsendx.segmenter.measure.Measure.DEFECT_COLUMNS;
import static org.medsendx.segmenter.measure.Measure.DEFECT_PIXELS;
import static org.medsendx.segmenter.measure.Measure.DEFECT_ROWS;
import static org.medsendx.segmenter.measure.Measure.DIRECTIONALITY;
import static org.medsendx.segmenter.measure.Measure.EDGE_WIDTH;
import static org.medsendx.segmenter.measure.Measure.EDGE_WIDTH_MM;
import static org.medsendx.segmenter.measure.Measure.FIELD_SHARE;
import static org.medsendx.segmenter.measure.Measure.FIELD_WIDTH;
import static org.medsendx.segmenter.measure.Measure.FLAT_FIELD;
import static org.medsendx.segmenter.measure.Measure.GRID_FREQUENCY;
import static org.medsendx.segmenter.measure.Measure.GRID_PEAK;
import static org.medsendx.segmenter.measure.Measure.NOISE;
import static org.medsendx.segmenter.measure.Measure.NOISE_SLOPE;
import static org.medsendx.segmenter.measure.Measure.PIXEL_SPACING;
import static org.medsendx.segmenter.measure.Measure.RING_AMPLITUDE;
import static org.medsendx.segmenter.measure.Measure.RING_SCORE;
import static org.medsendx.segmenter.measure.Measure.ROWS;
import static org.medsendx.segmenter.measure.Measure.SATURATED_BRIGHT;
import static org.medsendx.segmenter.measure.Measure.SATURATED_DARK;
import static org.medsendx.segmenter.measure.Measure.VALID_SHARE;
import static org.medsendx.segmenter.measure.Measure.WATER_UNIFORMITY;

import org.medsendx.contracts.deidentified.Measures;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.segmenter.cluster.Histogram;

/**
 * Measures one frame and its header. Time and memory follow the frame: beside it there are a few
 * lines, some numbers per line, and a copy that is reduced to {@value Blur#MOST_SIDE} pixels a
 * side. The same image gives the same measures every time.
 */
public final class MeasureReader {

    private static final int LEAST_SIDE = 32;

    private MeasureReader() {}

    /**
     * All measures.
     *
     * @param header of the image
     * @param frame the frame that stands for it
     * @param valid stored values of all valid pixels
     * @param storedLeast least value that the stored bits hold
     * @param storedGreatest greatest value that the stored bits hold
     * @param inverted whether low values are shown bright
     * @param seen how many pixels were looked at, valid or not
     */
    public static Measures read(
            DataSet header,
            Frame frame,
            Histogram valid,
            long storedLeast,
            long storedGreatest,
            boolean inverted,
            long seen) {
        var readings = new Readings();
        HeaderMeasures.read(header, frame.kind() == PROJECTION, readings);
        geometry(frame, valid, seen, readings);
        saturation(valid, storedLeast, storedGreatest, inverted, readings);
        if (Math.min(frame.rows(), frame.columns()) < LEAST_SIDE || valid.total() == 0) {
            readings.absent(
                    "too-small",
                    NOISE,
                    NOISE_SLOPE,
                    EDGE_WIDTH,
                    EDGE_WIDTH_MM,
                    BLUR_ROWS,
                    BLUR_COLUMNS,
                    DIRECTIONALITY,
                    FLAT_FIELD,
                    WATER_UNIFORMITY,
                    RING_AMPLITUDE,
                    RING_SCORE,
                    DEFECT_COLUMNS,
                    DEFECT_ROWS,
                    DEFECT_PIXELS,
                    GRID_PEAK,
                    GRID_FREQUENCY,
                    BORDER_TISSUE);
            return readings.measures();
        }
        blur(frame, readings);
        double noise = Noise.of(frame, valid, readings.value(PIXEL_SPACING));
        if (noise > 0) {
            withNoise(frame, valid, noise, readings);
        } else {
            readings.absent(
                    "no-noise",
                    NOISE,
                    NOISE_SLOPE,
                    DIRECTIONALITY,
                    DEFECT_COLUMNS,
                    DEFECT_ROWS,
                    DEFECT_PIXELS,
                    FLAT_FIELD,
                    WATER_UNIFORMITY,
                    RING_AMPLITUDE,
                    RING_SCORE,
                    BORDER_TISSUE);
        }
        if (frame.kind() == CT) {
            edge(frame, readings);
        } else {
            readings.absent("not-ct", EDGE_WIDTH, EDGE_WIDTH_MM, BORDER_TISSUE);
        }
        if (frame.kind() == PROJECTION) {
            var grid = GridLines.of(frame);
            number(GRID_PEAK, grid.peak(), "too-few-lines", readings);
            number(GRID_FREQUENCY, grid.frequency(), "too-few-lines", readings);
        } else {
            readings.absent("not-a-projection", GRID_PEAK, GRID_FREQUENCY);
        }
        return readings.measures();
    }

    private static void withNoise(Frame frame, Histogram valid, double noise, Readings readings) {
        double slope = Math.abs(frame.scale().slope());
        readings.put(NOISE, noise * slope);
        double one = frame.unscaled(0);
        double other = frame.unscaled(100);
        boolean ct = frame.kind() == CT;
        long total = valid.total();
        number(
                NOISE_SLOPE,
                NoiseSpectrum.slope(
                        frame,
                        noise,
                        ct ? Math.min(one, other) : valid.valueAtRank(Math.max(1, total / 20)),
                        ct
                                ? Math.max(one, other)
                                : valid.valueAtRank(Math.max(1, total - total / 20))),
                "no-flat-area",
                readings);
        number(DIRECTIONALITY, Directions.ratio(frame, noise), "too-noisy", readings);
        if (frame.kind() == PROJECTION) {
            var defects = Defects.of(frame, noise);
            readings.put(DEFECT_COLUMNS, defects.columns());
            readings.put(DEFECT_ROWS, defects.rows());
            number(DEFECT_PIXELS, defects.pixels(), "no-valid-pixels", readings);
        } else {
            readings.absent("not-a-projection", DEFECT_COLUMNS, DEFECT_ROWS, DEFECT_PIXELS);
        }
        if (ct) {
            var rings = Rings.of(frame, noise);
            number(RING_AMPLITUDE, rings.amplitude() * slope, "no-round-of-tissue", readings);
            number(RING_SCORE, rings.score(), "no-round-of-tissue", readings);
            var outline = Outline.of(frame);
            number(BORDER_TISSUE, outline.borderTissue(), "no-border", readings);
            double radius = Math.sqrt(outline.area() / Math.PI);
            number(
                    WATER_UNIFORMITY,
                    Uniformity.water(frame, noise, radius),
                    "not-a-phantom",
                    readings);
            readings.absent("not-a-projection", FLAT_FIELD);
        } else {
            readings.absent("not-ct", RING_AMPLITUDE, RING_SCORE, WATER_UNIFORMITY);
            number(FLAT_FIELD, Uniformity.flatField(frame, noise), "not-a-flat-field", readings);
        }
    }

    private static void edge(Frame frame, Readings readings) {
        double width = EdgeWidth.of(frame);
        number(EDGE_WIDTH, width, "no-edge", readings);
        Double spacing = readings.value(PIXEL_SPACING);
        if (spacing == null) {
            readings.absent("no-spacing", EDGE_WIDTH_MM);
        } else {
            number(EDGE_WIDTH_MM, width * spacing, "no-edge", readings);
        }
    }

    private static void blur(Frame frame, Readings readings) {
        var blur = Blur.of(frame);
        number(BLUR_ROWS, blur.rows(), "nothing-varies", readings);
        number(BLUR_COLUMNS, blur.columns(), "nothing-varies", readings);
    }

    private static void geometry(Frame frame, Histogram valid, long seen, Readings readings) {
        double pixels = (double) frame.rows() * frame.columns();
        readings.put(ROWS, frame.rows());
        readings.put(COLUMNS, frame.columns());
        readings.put(FIELD_SHARE, frame.field().pixels() / pixels);
        readings.put(VALID_SHARE, seen == 0 ? Double.NaN : (double) valid.total() / seen);
        Double spacing = readings.value(PIXEL_SPACING);
        if (spacing == null) {
            readings.absent("no-spacing", FIELD_WIDTH);
        } else {
            readings.put(FIELD_WIDTH, spacing * frame.columns());
        }
    }

    private static void saturation(
            Histogram valid, long least, long greatest, boolean inverted, Readings readings) {
        if (valid.total() == 0) {
            readings.absent("too-small", SATURATED_BRIGHT, SATURATED_DARK);
            return;
        }
        double low = valid.least() == least ? share(valid, valid.least()) : 0;
        double high = valid.greatest() == greatest ? share(valid, valid.greatest()) : 0;
        readings.put(SATURATED_BRIGHT, inverted ? low : high);
        readings.put(SATURATED_DARK, inverted ? high : low);
    }

    private static double share(Histogram valid, int value) {
        long count = 0;
        for (int bin = valid.firstBin(); bin <= valid.lastBin(); bin++) {
            if (valid.value(bin) == value) {
                count += valid.count(bin);
            }
        }
        return (double) count / valid.total();
    }

    private static void number(Measure measure, double value, String reason, Readings into) {
        if (Double.isFinite(value)) {
            into.put(measure, value);
        } else {
            into.absent(reason, measure);
        }
    }
}

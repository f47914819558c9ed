package org.medsendx.segmenter.measure;

import java.util.Random;
import org.medsendx.contracts.deidentified.Measures;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.segmenter.cluster.Histogram;
import org.medsendx.segmenter.feature.Field;
import org.medsendx.segmenter.feature.Padding;
import org.medsendx.segmenter.feature.ValueScale;

/**
 * Invented images of which noise, sharpness and faults are known; HU for CT, else values of 12
 * bits.
 */
@SuppressWarnings("ArrayRecordComponent")
public record Exposed(int rows, int columns, double[] values, Frame.Kind kind) {

    /** A slice of water of 0.4 of a side in air, without noise; its edge is a Gaussian's. */
    public static Exposed water(int side, double edgeSigma) {
        return disc(side, edgeSigma, 0);
    }

    /** The same of another CT number. */
    public static Exposed disc(int side, double edgeSigma, double hu) {
        var values = new double[side * side];
        double middle = (side - 1) / 2.0;
        for (int i = 0; i < values.length; i++) {
            double y = i / side - middle;
            double x = i % side - middle;
            double inside = 0.4 * side - Math.sqrt(x * x + y * y);
            double share = edgeSigma > 0 ? normal(inside / edgeSigma) : inside > 0 ? 1 : 0;
            values[i] = -1000 + share * (1000 + hu);
        }
        return new Exposed(side, side, values, Frame.Kind.CT);
    }

    /** Something like a chest: a slope, two dark fields, ribs and vessels, all with soft edges. */
    public static Exposed radiograph(int rows, int columns, long seed) {
        var random = new Random(seed);
        double tilt = 300 * random.nextDouble();
        double ribs = 9 + 4 * random.nextDouble();
        double phase = 6 * random.nextDouble();
        int vessels = 60;
        var vessel = new double[vessels][4];
        for (double[] one : vessel) {
            one[0] = random.nextDouble();
            one[1] = random.nextDouble();
            one[2] = Math.PI * random.nextDouble();
            one[3] = 0.002 + 0.004 * random.nextDouble();
        }
        var values = new double[rows * columns];
        for (int i = 0; i < values.length; i++) {
            double y = (double) (i / columns) / rows;
            double x = (double) (i % columns) / columns;
            double lungs =
                    normal((0.17 - Math.hypot(x - 0.3, 0.5 * (y - 0.5))) / 0.012)
                            + normal((0.17 - Math.hypot(x - 0.7, 0.5 * (y - 0.5))) / 0.012);
            double rib =
                    normal(
                            6
                                    * Math.sin(
                                            ribs * 2 * Math.PI * (y + 0.4 * (x - 0.5) * (x - 0.5))
                                                    + phase));
            values[i] = 1500 + tilt * y + 900 * lungs - 160 * rib * lungs;
        }
        for (double[] one : vessel) {
            line(values, rows, columns, one, rows / 10);
        }
        return new Exposed(rows, columns, values, Frame.Kind.PROJECTION);
    }

    /** The same with trabeculae: fine structure in every direction. */
    public Exposed fine(long seed) {
        var random = new Random(seed);
        var changed = values.clone();
        for (int i = 0; i < values.length / 60; i++) {
            line(
                    changed,
                    rows,
                    columns,
                    new double[] {
                        random.nextDouble(),
                        random.nextDouble(),
                        Math.PI * random.nextDouble(),
                        1.2 / rows
                    },
                    24);
        }
        return new Exposed(rows, columns, changed, kind);
    }

    private static void line(double[] values, int rows, int columns, double[] vessel, int reach) {
        double cos = Math.cos(vessel[2]);
        double sin = Math.sin(vessel[2]);
        int top = (int) (vessel[0] * rows);
        int left = (int) (vessel[1] * columns);
        for (int r = Math.max(0, top - reach); r < Math.min(rows, top + reach); r++) {
            for (int c = Math.max(0, left - reach); c < Math.min(columns, left + reach); c++) {
                double across = (cos * (r - top) - sin * (c - left)) / (vessel[3] * rows);
                double along = (sin * (r - top) + cos * (c - left)) / reach;
                values[r * columns + c] -= 120 * Math.exp(-across * across - 4 * along * along);
            }
        }
    }

    /** With white noise. */
    public Exposed noisy(double sigma, long seed) {
        var random = new Random(seed);
        return with((_, _, value) -> value + sigma * random.nextGaussian());
    }

    /** With noise that the filter 1 2 1 has smoothed in both directions. */
    public Exposed smoothNoise(double sigma, long seed) {
        var random = new Random(seed);
        var white = new double[values.length];
        for (int i = 0; i < white.length; i++) {
            white[i] = sigma * random.nextGaussian();
        }
        return with((r, c, value) -> {
            double sum = 0;
            for (int y = -1; y <= 1; y++) {
                for (int x = -1; x <= 1; x++) {
                    int at = Math.floorMod(r + y, rows) * columns + Math.floorMod(c + x, columns);
                    sum += white[at] * (2 - Math.abs(y)) * (2 - Math.abs(x));
                }
            }
            return value + sum / 16;
        });
    }

    /** Smeared along rows or columns, as by motion. */
    public Exposed smeared(int length, boolean alongRows) {
        return with((r, c, _) -> {
            double sum = 0;
            for (int d = 0; d < length; d++) {
                int y = alongRows ? r : Math.min(rows - 1, Math.max(0, r + d - length / 2));
                int x = alongRows ? Math.min(columns - 1, Math.max(0, c + d - length / 2)) : c;
                sum += values[y * columns + x];
            }
            return sum / length;
        });
    }

    /** With a column that is off. */
    public Exposed column(int column, double by) {
        return with((_, c, value) -> c == column ? value + by : value);
    }

    /** With a row that is off. */
    public Exposed row(int row, double by) {
        return with((r, _, value) -> r == row ? value + by : value);
    }

    /** With so many pixels that are off, none beside another. */
    public Exposed pixels(int count, double by, long seed) {
        var random = new Random(seed);
        var off = new java.util.HashSet<Integer>();
        while (off.size() < count) {
            int r = 2 + 4 * random.nextInt(rows / 4 - 1);
            int c = 2 + 4 * random.nextInt(columns / 4 - 1);
            off.add(r * columns + c);
        }
        return with((r, c, value) -> off.contains(r * columns + c) ? value + by : value);
    }

    /** With a grid's lines down the image. */
    public Exposed grid(double cyclesPerPixel, double amplitude) {
        return with(
                (_, c, value) -> value + amplitude * Math.sin(2 * Math.PI * cyclesPerPixel * c));
    }

    /** With a ring of one pixel width. */
    public Exposed ring(double radius, double by) {
        double y = (rows - 1) / 2.0;
        double x = (columns - 1) / 2.0;
        return with((r, c, value) ->
                Math.abs(Math.hypot(r - y, c - x) - radius) < 0.5 ? value + by : value);
    }

    /** One value of one pixel. */
    public interface Change {
        double of(int row, int column, double value);
    }

    /** Changed pixel by pixel. */
    public Exposed with(Change change) {
        var changed = new double[values.length];
        for (int i = 0; i < changed.length; i++) {
            changed[i] = change.of(i / columns, i % columns, values[i]);
        }
        return new Exposed(rows, columns, changed, kind);
    }

    /** As stored: rounded, 12 bits. */
    public int[] stored() {
        double offset = kind == Frame.Kind.CT ? 1024 : 0;
        var stored = new int[values.length];
        for (int i = 0; i < stored.length; i++) {
            stored[i] = (int) Math.clamp(Math.round(values[i] + offset), 0, 4095);
        }
        return stored;
    }

    public ValueScale scale() {
        return kind == Frame.Kind.CT
                ? new ValueScale(1, -1024, "HU")
                : new ValueScale(1, 0, "stored");
    }

    /** Measured with a header. */
    public Measures measures(DataSet header) {
        return measures(header, Field.whole(rows, columns), Padding.NONE);
    }

    /** Measured with a mask. */
    public Measures measures(DataSet header, Field field, Padding padding) {
        var stored = stored();
        return MeasureReader.read(
                header,
                new Frame(stored, field, padding, scale(), kind),
                padding.removeFrom(Histogram.of(stored)),
                0,
                4095,
                false,
                stored.length);
    }

    /** The normal distribution function, to 7 digits (Abramowitz and Stegun, 7.1.26). */
    static double normal(double z) {
        double t = 1 / (1 + 0.3275911 * Math.abs(z) / Math.sqrt(2));
        double tail =
                t
                        * (0.254829592
                                + t
                                        * (-0.284496736
                                                + t
                                                        * (1.421413741
                                                                + t
                                                                        * (-1.453152027
                                                                                + t
                                                                                        * 1.061405429))))
                        * Math.exp(-z * z / 2);
        return z >= 0 ? 1 - tail / 2 : tail / 2;
    }
}

package org.medsendx.segmenter.feature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;

/**
 * The part of an image that rays reached and that is meant to be seen: inside the shapes of the
 * X-Ray Collimator (PS3.3, C.8.7.3) and Display Shutter (C.7.6.11) modules. Kept as column
 * intervals of each row.
 */
public final class Field {

    /** A shape that would leave less than this share of the image is taken for a wrong header. */
    static final double LEAST_SHARE = 0.01;

    private static final int MAX_VERTICES = 4096;

    private final int columns;
    private final int[][] intervals;

    private Field(int columns, int[][] intervals) {
        this.columns = columns;
        this.intervals = intervals;
    }

    /** The whole image. */
    public static Field whole(int rows, int columns) {
        var intervals = new int[rows][];
        Arrays.fill(intervals, new int[] {0, columns});
        return new Field(columns, intervals);
    }

    /** The field that a header describes; the whole image when it describes none. */
    public static Field of(DataSet header, int rows, int columns) {
        var field = whole(rows, columns);
        for (var tags : List.of(ShapeTags.SHUTTER, ShapeTags.COLLIMATOR)) {
            var narrowed = field;
            for (var shape : header.strings(tags.shape)) {
                narrowed = narrowed.inside(tags, shape, header);
            }
            if (narrowed.pixels() >= LEAST_SHARE * rows * columns) {
                field = narrowed;
            }
        }
        return field;
    }

    /** Rows of the image. */
    public int rows() {
        return intervals.length;
    }

    /** Columns of the image. */
    public int columns() {
        return columns;
    }

    /** First column (inclusive) and end column (exclusive) of each piece of a row, ascending. */
    public int[] row(int row) {
        return intervals[row].clone();
    }

    /** Whether columns of a row, from the first to before the end, are all inside. */
    public boolean holds(int row, int from, int to) {
        int[] pieces = intervals[row];
        for (int piece = 0; piece < pieces.length; piece += 2) {
            if (pieces[piece] <= from && to <= pieces[piece + 1]) {
                return true;
            }
        }
        return false;
    }

    /** Whether every pixel is inside. */
    public boolean isWhole() {
        return pixels() == (long) rows() * columns;
    }

    /** How many pixels are inside. */
    public long pixels() {
        long pixels = 0;
        for (int[] row : intervals) {
            for (int i = 0; i < row.length; i += 2) {
                pixels += row[i + 1] - row[i];
            }
        }
        return pixels;
    }

    private Field inside(ShapeTags tags, String shape, DataSet header) {
        return switch (shape) {
            case "RECTANGULAR" -> rectangle(tags, header);
            case "CIRCULAR" -> circle(header.doubles(tags.centre), header.doubles(tags.radius));
            case "POLYGONAL" -> polygon(header.doubles(tags.vertices));
            default -> this;
        };
    }

    private Field rectangle(ShapeTags tags, DataSet header) {
        // Positions are counted from 1; the edge itself is taken as inside.
        int left = header.intValue(tags.left, 1) - 1;
        int right = header.intValue(tags.right, columns) - 1;
        int upper = header.intValue(tags.upper, 1) - 1;
        int lower = header.intValue(tags.lower, rows()) - 1;
        var kept = new int[rows()][];
        for (int row = 0; row < rows(); row++) {
            kept[row] =
                    row < upper || row > lower
                            ? new int[0]
                            : cut(intervals[row], new double[] {left, right});
        }
        return new Field(columns, kept);
    }

    private Field circle(double[] centre, double[] radius) {
        return centre.length < 2 || radius.length < 1
                ? this
                : disc(centre[0] - 1, centre[1] - 1, radius[0]);
    }

    /**
     * What of it lies in a disc.
     *
     * @param row of the centre, from 0
     * @param column of the centre, from 0
     * @param radius in pixels
     */
    public Field disc(double row, double column, double radius) {
        var kept = new int[rows()][];
        for (int at = 0; at < rows(); at++) {
            double dy = at - row;
            double half = radius * radius - dy * dy;
            kept[at] =
                    half < 0
                            ? new int[0]
                            : cut(
                                    intervals[at],
                                    new double[] {
                                        column - Math.sqrt(half), column + Math.sqrt(half)
                                    });
        }
        return new Field(columns, kept);
    }

    /**
     * What of it lies in a rectangle.
     *
     * @param top first row
     * @param bottom row after the last
     * @param left first column
     * @param right column after the last
     */
    public Field within(int top, int bottom, int left, int right) {
        if (top <= 0 && left <= 0 && bottom >= rows() && right >= columns) {
            return this;
        }
        var kept = new int[rows()][];
        for (int row = 0; row < rows(); row++) {
            kept[row] =
                    row < top || row >= bottom
                            ? new int[0]
                            : cut(intervals[row], new double[] {left, right - 1.0});
        }
        return new Field(columns, kept);
    }

    /** Vertices as row, column pairs; inside by the even-odd rule along each row. */
    Field polygon(double[] vertices) {
        int n = vertices.length / 2;
        if (n < 3 || n > MAX_VERTICES) {
            return this;
        }
        var kept = new int[rows()][];
        var crossings = new ArrayList<Double>();
        for (int row = 0; row < rows(); row++) {
            crossings.clear();
            // Half a pixel down, so that no scan line meets a vertex.
            double y = row + 0.5;
            for (int i = 0; i < n; i++) {
                int j = (i + 1) % n;
                double y0 = vertices[2 * i] - 1;
                double y1 = vertices[2 * j] - 1;
                if (y0 <= y != y1 <= y) {
                    double x0 = vertices[2 * i + 1] - 1;
                    double x1 = vertices[2 * j + 1] - 1;
                    crossings.add(x0 + (y - y0) / (y1 - y0) * (x1 - x0));
                }
            }
            crossings.sort(null);
            kept[row] =
                    cut(
                            intervals[row],
                            crossings.stream().mapToDouble(Double::doubleValue).toArray());
        }
        return new Field(columns, kept);
    }

    /** What of a row lies between pairs of bounds, both included. */
    private int[] cut(int[] row, double[] bounds) {
        var kept = new ArrayList<Integer>();
        for (int b = 0; b + 1 < bounds.length; b += 2) {
            int first = (int) Math.clamp(Math.ceil(bounds[b]), 0, columns);
            int end = (int) Math.clamp(Math.floor(bounds[b + 1]) + 1, 0, columns);
            for (int i = 0; i < row.length; i += 2) {
                int from = Math.max(first, row[i]);
                int to = Math.min(end, row[i + 1]);
                if (from < to) {
                    kept.add(from);
                    kept.add(to);
                }
            }
        }
        return kept.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The two modules are the same but for their tags. */
    private enum ShapeTags {
        SHUTTER(
                Tag.ShutterShape,
                Tag.ShutterLeftVerticalEdge,
                Tag.ShutterRightVerticalEdge,
                Tag.ShutterUpperHorizontalEdge,
                Tag.ShutterLowerHorizontalEdge,
                Tag.CenterOfCircularShutter,
                Tag.RadiusOfCircularShutter,
                Tag.VerticesOfThePolygonalShutter),
        COLLIMATOR(
                Tag.CollimatorShape,
                Tag.CollimatorLeftVerticalEdge,
                Tag.CollimatorRightVerticalEdge,
                Tag.CollimatorUpperHorizontalEdge,
                Tag.CollimatorLowerHorizontalEdge,
                Tag.CenterOfCircularCollimator,
                Tag.RadiusOfCircularCollimator,
                Tag.VerticesOfThePolygonalCollimator);

        private final int shape;
        private final int left;
        private final int right;
        private final int upper;
        private final int lower;
        private final int centre;
        private final int radius;
        private final int vertices;

        ShapeTags(
                int shape,
                int left,
                int right,
                int upper,
                int lower,
                int centre,
                int radius,
                int vertices) {
            this.shape = shape;
            this.left = left;
            this.right = right;
            this.upper = upper;
            this.lower = lower;
            this.centre = centre;
            this.radius = radius;
            this.vertices = vertices;
        }
    }
}

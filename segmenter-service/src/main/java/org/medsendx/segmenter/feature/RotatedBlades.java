package org.medsendx.segmenter.feature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds collimator blades that stand at an angle to rows and columns, where no tag tells them.
 *
 * <p>The image is reduced to {@value #MOST_CELLS} cells a side at most. At each angle, in steps of
 * one degree, a line comes in from each of four sides for as long as nothing but one flat level
 * lies behind it. It is the edge of a blade when the picture steps away from that level along most
 * of the line at once: a body is not as straight. Blades stand at right angles to each other, so
 * two neighbouring ones of one level are needed; and behind lead hardly anything was exposed, so a
 * level that is not on the attenuating side is air, or a shutter that was painted black, and is
 * left.
 */
final class RotatedBlades {

    static final int MOST_CELLS = 192;

    /** Nearer to rows and columns {@link Borders#blades} is asked. */
    private static final int LEAST_DEGREES = 2;

    private static final int MOST_DEGREES = 45;

    /** Behind a blade values differ by this share of the image's spread at most. */
    private static final double FLAT = 0.10;

    /** Share of cells that may differ: a marker, a scratch. */
    private static final double STRAY = 0.05;

    /** Least step into the field, as a share of the spread. */
    private static final double STEP = 0.15;

    /** Share of the line along which the step is there, between its ends. */
    private static final double ALONG = 0.8;

    /** Length of a line at least, as a share of the shorter side. */
    private static final double LEAST_LINE = 0.25;

    /** Cells behind a blade at least, as a share of the image. */
    private static final double LEAST_AREA = 0.005;

    /** Side of the square of cells in a corner of the image that is looked at first. */
    private static final int CORNER = 3;

    /** What is left must be this share of the image. */
    private static final double LEAST_LEFT = 0.15;

    private final int rows;
    private final int columns;
    private final int reduction;
    private final double[] cells;
    private final double spread;
    private final double middle;
    private final boolean brightAttenuates;

    /**
     * An edge: what lies beyond it is behind a blade.
     *
     * @param y row part of the direction outwards, of length 1 with x
     * @param x column part
     * @param offset of the line from the first cell's middle along that direction, in cells
     * @param level of the cells behind it
     * @param area how many these are
     */
    private record Edge(double y, double x, double offset, double level, int area) {}

    private RotatedBlades(int[] values, int imageRows, int imageColumns, boolean bright) {
        this.reduction = Math.max(1, Math.ceilDiv(Math.max(imageRows, imageColumns), MOST_CELLS));
        this.rows = imageRows / reduction;
        this.columns = imageColumns / reduction;
        this.cells = new double[rows * columns];
        this.brightAttenuates = bright;
        for (int row = 0; row < rows * reduction; row++) {
            int base = row / reduction * columns;
            for (int column = 0; column < columns * reduction; column++) {
                cells[base + column / reduction] += values[row * imageColumns + column];
            }
        }
        double n = (double) reduction * reduction;
        for (int i = 0; i < cells.length; i++) {
            cells[i] /= n;
        }
        var sorted = cells.clone();
        Arrays.sort(sorted);
        this.spread = sorted.length == 0 ? 0 : quantile(sorted, 0.99) - quantile(sorted, 0.01);
        this.middle =
                sorted.length == 0 ? 0 : (quantile(sorted, 0.99) + quantile(sorted, 0.01)) / 2;
    }

    private static double quantile(double[] sorted, double q) {
        return sorted[(int) Math.round(q * (sorted.length - 1))];
    }

    /**
     * The part of a field that is not behind rotated blades; the field itself when there are none.
     *
     * @param brightAttenuates whether greater values are less exposed
     */
    static Field narrow(Field field, int[] values, boolean brightAttenuates) {
        var blades = new RotatedBlades(values, field.rows(), field.columns(), brightAttenuates);
        if (blades.rows < 32 || blades.columns < 32 || !(blades.spread > 0)) {
            return field;
        }
        List<Edge> best = List.of();
        long most = 0;
        int angle = 0;
        for (int degrees = -MOST_DEGREES + 1; degrees <= MOST_DEGREES; degrees++) {
            var edges = blades.at(degrees);
            long area = edges.stream().mapToLong(Edge::area).sum();
            // at a wrong angle a line stops at a corner of the field, so less lies behind it
            if (area > most) {
                most = area;
                best = edges;
                angle = degrees;
            }
        }
        if (Math.abs(angle) < LEAST_DEGREES) {
            return field;
        }
        var narrowed = field.polygon(blades.outline(best, field.rows(), field.columns()));
        long all = (long) field.rows() * field.columns();
        return narrowed.pixels() >= LEAST_LEFT * all ? narrowed : field;
    }

    /** The edges at an angle; none when they are no collimator. */
    private List<Edge> at(int degrees) {
        var found = new ArrayList<Edge>();
        var sides = new boolean[4];
        for (int side = 0; side < 4; side++) {
            double angle = Math.toRadians(degrees + 90.0 * side);
            var edge = edge(Math.sin(angle), Math.cos(angle));
            if (edge != null && (found.isEmpty() || alike(edge, found.getFirst()))) {
                found.add(edge);
                sides[side] = true;
            }
        }
        boolean corner = false;
        for (int side = 0; side < 4; side++) {
            corner |= sides[side] && sides[(side + 1) % 4];
        }
        return corner ? found : List.of();
    }

    private boolean alike(Edge one, Edge other) {
        return Math.abs(one.level - other.level) <= FLAT * spread;
    }

    /** The line in one direction behind which all is flat, or null when it is no edge. */
    private @Nullable Edge edge(double y, double x) {
        if (!corner(y > 0 ? rows - CORNER : 0, x > 0 ? columns - CORNER : 0)) {
            return null;
        }
        double far = Math.max(0, y * (rows - 1)) + Math.max(0, x * (columns - 1));
        double near = Math.min(0, y * (rows - 1)) + Math.min(0, x * (columns - 1));
        int bins = (int) Math.ceil(far - near) + 1;
        var head = new int[bins + 1];
        for (int i = 0; i < cells.length; i++) {
            head[bin(i, y, x, far) + 1]++;
        }
        for (int bin = 0; bin < bins; bin++) {
            head[bin + 1] += head[bin];
        }
        var order = new int[cells.length];
        var next = head.clone();
        for (int i = 0; i < cells.length; i++) {
            order[next[bin(i, y, x, far)]++] = i;
        }
        double sum = 0;
        int area = 0;
        int bin = 0;
        while (bin < bins) {
            double level = area == 0 ? cells[order[0]] : sum / area;
            int stray = 0;
            for (int k = head[bin]; k < head[bin + 1]; k++) {
                stray += Math.abs(cells[order[k]] - level) > FLAT * spread ? 1 : 0;
            }
            // the first bins are a corner of a few cells
            if (stray > Math.max(STRAY * (head[bin + 1] - head[bin]), 0.5)) {
                break;
            }
            for (int k = head[bin]; k < head[bin + 1]; k++) {
                sum += cells[order[k]];
            }
            area = head[bin + 1];
            bin++;
        }
        if (bin == bins || area < LEAST_AREA * cells.length) {
            return null;
        }
        double level = sum / area;
        if (brightAttenuates != level > middle) {
            return null;
        }
        // the bin that broke off holds the half shadow; the picture begins behind it
        double offset = far - bin;
        return steps(y, x, offset - 1, level) ? new Edge(y, x, offset - 0.5, level, area) : null;
    }

    /**
     * Whether a corner of the image is of one level on the attenuating side; where it is not, most
     * images are done with quickly.
     */
    private boolean corner(int top, int left) {
        var some = new double[CORNER * CORNER];
        for (int i = 0; i < some.length; i++) {
            some[i] = cells[(top + i / CORNER) * columns + left + i % CORNER];
        }
        Arrays.sort(some);
        double level = some[some.length / 2];
        int alike = 0;
        for (double cell : some) {
            alike += Math.abs(cell - level) <= FLAT * spread ? 1 : 0;
        }
        return brightAttenuates == level > middle && alike >= some.length - 2;
    }

    private int bin(int cell, double y, double x, double far) {
        return (int) Math.round(far - (y * (cell / columns) + x * (cell % columns)));
    }

    /**
     * Whether the picture differs from a level along most of a line, to one side: from the first
     * place where it does to the last, as beyond them the line lies behind other blades.
     */
    private boolean steps(double y, double x, double offset, double level) {
        int length = 0;
        int stepped = 0;
        int last = 0;
        int reach = rows + columns;
        for (int t = -reach; t <= reach; t++) {
            int row = (int) Math.round(y * offset - x * t);
            int column = (int) Math.round(x * offset + y * t);
            if (row >= 0 && column >= 0 && row < rows && column < columns) {
                double step = level - cells[row * columns + column];
                boolean away = (brightAttenuates ? step : -step) >= STEP * spread;
                stepped += away ? 1 : 0;
                length += away || length > 0 ? 1 : 0;
                last = away ? length : last;
            }
        }
        return last >= LEAST_LINE * Math.min(rows, columns) && stepped >= ALONG * last;
    }

    /** What the edges leave of the image, as row and column of each corner, counted from 1. */
    private double[] outline(List<Edge> edges, int imageRows, int imageColumns) {
        var corners = new ArrayList<double[]>();
        corners.add(new double[] {0, 0});
        corners.add(new double[] {0, imageColumns});
        corners.add(new double[] {imageRows, imageColumns});
        corners.add(new double[] {imageRows, 0});
        List<double[]> left = corners;
        for (var edge : edges) {
            left = cut(left, edge);
        }
        var vertices = new double[2 * left.size()];
        for (int i = 0; i < left.size(); i++) {
            vertices[2 * i] = left.get(i)[0] + 1;
            vertices[2 * i + 1] = left.get(i)[1] + 1;
        }
        return vertices;
    }

    /** A convex polygon without what lies beyond an edge. */
    private List<double[]> cut(List<double[]> polygon, Edge edge) {
        var kept = new ArrayList<double[]>();
        for (int i = 0; i < polygon.size(); i++) {
            double[] from = polygon.get(i);
            double[] to = polygon.get((i + 1) % polygon.size());
            double a = beyond(from, edge);
            double b = beyond(to, edge);
            if (a <= 0) {
                kept.add(from);
            }
            if (a < 0 && b > 0 || a > 0 && b < 0) {
                double share = a / (a - b);
                kept.add(
                        new double[] {
                            from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])
                        });
            }
        }
        return kept;
    }

    private double beyond(double[] point, Edge edge) {
        // the first cell's middle is half a cell inside the image
        double row = point[0] / reduction - 0.5;
        double column = point[1] / reduction - 0.5;
        return edge.y * row + edge.x * column - edge.offset;
    }
}

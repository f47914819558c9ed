package org.medsendx.segmenter.series;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.segmenter.series.Remark.Code;

/**
 * Parallel slices of one frame of reference, measured along their normal.
 *
 * @param positions how many different places there are
 * @param spacing between neighbours; null when there is one place
 * @param extentMm from the first place to the last, centre to centre
 * @param tiltDegrees between the line through the first pixels and the normal; 0 of a straight
 *     stack
 */
public record Stack(int positions, @Nullable Spacing spacing, double extentMm, double tiltDegrees) {

    /** Nearer than this is the same place, in mm. */
    static final double SAME_PLACE = 0.01;

    /** From this many times the median on a slice is missing. */
    static final double GAP = 1.5;

    /** A spacing may differ by this part of the median, and by positions written in 0.1 mm. */
    static final double EVEN = 0.1;

    private static final double EVEN_MM = 0.1;
    private static final double TILT_DEGREES = 0.5;
    private static final double OUT_OF_LINE_MM = 1;

    /**
     * Spacings of neighbours in mm.
     *
     * @param median of an even number the lower of the two in the middle, so that a stack of which
     *     half the spacings are gaps has gaps
     */
    public record Spacing(double median, double least, double greatest) {}

    /**
     * Measures planes in any order.
     *
     * @param remarks what is found is added
     * @return null when they do not lie in one stack
     */
    static @Nullable Stack of(List<Plane> planes, List<Remark> remarks) {
        if (planes.isEmpty() || !comparable(planes, remarks)) {
            return null;
        }
        Vector normal = planes.getFirst().normal();
        var sorted = new ArrayList<>(planes);
        sorted.sort(Comparator.comparingDouble(plane -> plane.position().dot(normal)));
        Vector first = sorted.getFirst().position();
        var places = new ArrayList<Double>();
        for (var plane : sorted) {
            double place = plane.position().plus(-1, first).dot(normal);
            if (places.isEmpty() || place - places.getLast() > SAME_PLACE) {
                places.add(place);
            }
        }
        add(remarks, Code.DOUBLED_POSITION, sorted.size() - places.size());
        double tilt = line(sorted, normal, remarks);
        return new Stack(
                places.size(), spacing(places, remarks), rounded(places.getLast()), rounded(tilt));
    }

    private static boolean comparable(List<Plane> planes, List<Remark> remarks) {
        var frames = new HashSet<String>();
        int unnamed = 0;
        int turned = 0;
        for (var plane : planes) {
            String frame = plane.frameOfReference();
            if (frame == null) {
                unnamed++;
            } else {
                frames.add(frame);
            }
            turned += plane.isParallelTo(planes.getFirst()) ? 0 : 1;
        }
        add(remarks, Code.NO_FRAME_OF_REFERENCE, unnamed);
        add(remarks, Code.SEVERAL_FRAMES_OF_REFERENCE, frames.size() > 1 ? frames.size() : 0);
        add(remarks, Code.ORIENTATIONS_DIFFER, turned);
        return unnamed == 0 && frames.size() == 1 && turned == 0;
    }

    private static @Nullable Spacing spacing(List<Double> places, List<Remark> remarks) {
        if (places.size() < 2) {
            return null;
        }
        var spacings = new double[places.size() - 1];
        for (int i = 0; i < spacings.length; i++) {
            spacings[i] = places.get(i + 1) - places.get(i);
        }
        java.util.Arrays.sort(spacings);
        double median = spacings[(spacings.length - 1) / 2];
        int gaps = 0;
        int uneven = 0;
        for (double spacing : spacings) {
            if (spacing >= GAP * median && spacing - median > EVEN_MM) {
                gaps++;
            } else if (Math.abs(spacing - median) > Math.max(EVEN_MM, EVEN * median) + 1e-9) {
                uneven++;
            }
        }
        add(remarks, Code.GAP, gaps);
        add(remarks, Code.UNEVEN_SPACING, uneven);
        return new Spacing(
                rounded(median), rounded(spacings[0]), rounded(spacings[spacings.length - 1]));
    }

    /** How much the line from the first to the last is tilted, in degrees. */
    private static double line(List<Plane> sorted, Vector normal, List<Remark> remarks) {
        Vector first = sorted.getFirst().position();
        Vector whole = sorted.getLast().position().plus(-1, first);
        double extent = whole.dot(normal);
        Vector slope = new Vector(0, 0, 0);
        if (extent > SAME_PLACE) {
            slope = slope.plus(1 / extent, whole.plus(-extent, normal));
        }
        int beside = 0;
        for (var plane : sorted) {
            Vector from = plane.position().plus(-1, first);
            double along = from.dot(normal);
            Vector off = from.plus(-along, normal).plus(-along, slope);
            beside += off.length() > OUT_OF_LINE_MM ? 1 : 0;
        }
        double tilt = Math.toDegrees(Math.atan(slope.length()));
        add(remarks, Code.TILTED, tilt > TILT_DEGREES ? (int) Math.max(1, Math.round(tilt)) : 0);
        add(remarks, Code.OUT_OF_LINE, beside);
        return tilt;
    }

    private static void add(List<Remark> remarks, Code code, int count) {
        if (count > 0) {
            remarks.add(Remark.of(code, count));
        }
    }

    private static double rounded(double mm) {
        return Math.rint(mm * 1000) / 1000;
    }
}

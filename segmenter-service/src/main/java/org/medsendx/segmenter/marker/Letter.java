package org.medsendx.segmenter.marker;

import org.jspecify.annotations.Nullable;

/**
 * Whether a shape is the letter R or L, by how it is built and not by what it resembles: holes,
 * stem, legs and foot, in shares of its height and width. So strokes may be thin or thick and of
 * any font without ornaments; whatever else has a hole and two legs, or a corner, is neither.
 */
enum Letter {
    R,
    L;

    private static final int STEP = 5;

    /** Letters may be tilted by so much, as hands place them. */
    private static final int TILT_OF_L = 10;

    /**
     * What was read.
     *
     * @param degrees by how much it is turned clockwise from upright
     * @param mirrored whether it is seen from behind
     */
    record Read(Letter letter, int degrees, boolean mirrored) {}

    /** What a shape is, whichever way up; null when it is neither. */
    static @Nullable Read of(Mask shape) {
        int holes = 0;
        for (var hole : shape.holes()) {
            holes += hole.cells().length >= 0.008 * shape.ink().length ? 1 : 0;
        }
        if (holes > 1) {
            return null;
        }
        // Upright first: what is read so need not be turned.
        for (int turn = 0; turn <= 180; turn += STEP) {
            for (int degrees :
                    turn == 0 || turn == 180 ? new int[] {turn} : new int[] {turn, -turn}) {
                int off = Math.floorMod(degrees + 45, 90) - 45;
                if (holes == 0 && Math.abs(off) > TILT_OF_L) {
                    continue;
                }
                for (boolean mirrored : new boolean[] {false, true}) {
                    var upright = shape.turned(-degrees, false);
                    var seen = mirrored ? upright.turned(0, true) : upright;
                    if (holes == 1 ? isR(seen) : isL(seen)) {
                        return new Read(holes == 1 ? R : L, degrees, mirrored);
                    }
                }
            }
        }
        return null;
    }

    /** Runs of ink in one row. */
    private record Runs(int count, double first, double firstEnd, double last, double end) {

        static Runs of(Mask mask, int row) {
            int count = 0;
            int first = -1;
            int firstEnd = -1;
            int last = -1;
            int end = -1;
            for (int column = 0; column < mask.columns(); column++) {
                if (mask.at(row, column)) {
                    if (!mask.at(row, column - 1)) {
                        count++;
                        last = column;
                        first = first < 0 ? column : first;
                    }
                    end = column + 1;
                    firstEnd = count == 1 ? end : firstEnd;
                }
            }
            double width = mask.columns();
            return new Runs(count, first / width, firstEnd / width, last / width, end / width);
        }

        boolean none() {
            return count == 0;
        }
    }

    /** A condition on the runs of a row. */
    private interface Rule {
        boolean holds(Runs runs);
    }

    /** The share of rows from one height to another, 0 the top, for which a rule holds. */
    private static double share(Mask mask, double from, double to, Rule rule) {
        int first = (int) Math.floor(from * mask.rows());
        int last = Math.max(first + 1, (int) Math.ceil(to * mask.rows()));
        int holds = 0;
        for (int row = first; row < last; row++) {
            var runs = Runs.of(mask, Math.min(row, mask.rows() - 1));
            holds += !runs.none() && rule.holds(runs) ? 1 : 0;
        }
        return (double) holds / (last - first);
    }

    private static boolean isR(Mask mask) {
        double aspect = (double) mask.rows() / mask.columns();
        if (aspect < 1.0 || aspect > 2.2) {
            return false;
        }
        Mask.Hole bowl = null;
        for (var hole : mask.holes()) {
            if (bowl == null || hole.cells().length > bowl.cells().length) {
                bowl = hole;
            }
        }
        if (bowl == null) {
            return false;
        }
        double size = (double) bowl.cells().length / mask.ink().length;
        return size > 0.015
                && size < 0.3
                && bowl.row() > 0.15
                && bowl.row() < 0.45
                && bowl.column() > 0.3
                && bowl.column() < 0.7
                // a stem along the whole left
                && share(mask, 0.06, 0.94, runs -> runs.first < 0.25) > 0.95
                // beside the hole it goes on to the right, to a bowl
                && share(mask, 0.02, 0.1, runs -> runs.first < 0.3 && runs.end > 0.5) > 0.7
                && share(mask, 0.15, 0.35, runs -> runs.count == 2 && runs.end > 0.7) > 0.7
                // below there are two legs, apart, the right one at the far right in the end
                && share(
                                mask,
                                0.74,
                                0.93,
                                runs ->
                                        runs.count == 2
                                                && runs.firstEnd < 0.5
                                                && runs.last - runs.firstEnd > 0.1
                                                && runs.last > 0.45)
                        > 0.8
                && share(mask, 0.88, 0.97, runs -> runs.end > 0.85) > 0.7;
    }

    private static boolean isL(Mask mask) {
        double aspect = (double) mask.rows() / mask.columns();
        if (aspect < 1.2 || aspect > 2.2) {
            return false;
        }
        double stem = 0;
        double squares = 0;
        int n = 0;
        for (int row = mask.rows() / 8; row < mask.rows() * 2 / 3; row++) {
            var runs = Runs.of(mask, row);
            if (runs.count != 1 || runs.first > 0.2) {
                return false;
            }
            double width = runs.end - runs.first;
            stem += width;
            squares += width * width;
            n++;
        }
        if (n < 6) {
            return false;
        }
        stem /= n;
        double uneven = Math.sqrt(Math.max(0, squares / n - stem * stem)) / stem;
        int foot = 0;
        int column = (int) (0.8 * mask.columns());
        for (int row = 0; row < mask.rows(); row++) {
            foot += mask.at(row, column) ? 1 : 0;
        }
        double thick = (double) foot / mask.rows();
        double ink = 0;
        for (boolean cell : mask.ink()) {
            ink += cell ? 1 : 0;
        }
        double drawn = stem + thick * (1 - stem);
        double ratio = stem * mask.columns() / foot;
        double weight = stem * mask.columns() / mask.rows();
        return uneven < 0.2
                && stem > 0.12
                && stem < 0.5
                && weight > 0.09
                && thick > 0.07
                && thick < 0.3
                && ratio > 0.6
                && ratio < 1.7
                && share(mask, 0.04, 0.96, runs -> runs.first < 0.2) > 0.95
                && share(
                                mask,
                                0.93,
                                0.97,
                                runs -> runs.count == 1 && runs.first < 0.15 && runs.end > 0.88)
                        > 0.9
                && Math.abs(ink / mask.ink().length / drawn - 1) < 0.12;
    }
}

package org.medsendx.miner.statistics;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.medsendx.miner.statistics.Protocols.Changed;

/**
 * Whether a part of what a scanner always did is made in another way since some day: the same body
 * part, view, contrast and thickness with a protocol, kernel, slice or voltage that it never had
 * there. That a patient of a new thickness comes is none, and a part of every tenth exam is let
 * pass.
 *
 * <p>Sure enough when chance would hardly put all exams of the new ways behind the first of them:
 * the hypergeometric probability that none lay before, situation by situation, so that what was
 * rare before proves little. After twelve weeks a way is an old one.
 */
final class NewWays {

    private static final double LEAST_SHARE = 0.1;
    private static final int LEAST_FRESH = 5;
    private static final int LEAST_EXAMS = 12;
    private static final int LEARNT_DAYS = 28;
    private static final int NEW_FOR_DAYS = 84;

    private NewWays() {}

    /**
     * The change, or null.
     *
     * @param alpha probability of being wrong that is accepted
     */
    static @Nullable Changed of(ScannerCase one, double alpha) {
        int learnt = one.firstDay + LEARNT_DAYS;
        var situations = new HashMap<String, Integer>();
        var ways = new HashMap<String, Integer>();
        for (var series : one.series) {
            var situation = situation(series);
            situations.merge(situation, series.day()[0], Math::min);
            ways.merge(situation + '/' + way(series), series.day()[0], Math::min);
        }
        int newest = Math.max(learnt, one.lastDay - NEW_FOR_DAYS);
        int first = Integer.MAX_VALUE;
        for (var series : one.series) {
            if (isNew(series, situations, ways, learnt, newest)) {
                first = Math.min(first, series.day()[0]);
            }
        }
        if (first == Integer.MAX_VALUE) {
            return null;
        }
        // Exams before the change, since it, and of these the ones made in a new way.
        var counts = new HashMap<String, int[]>();
        int known = 0;
        var days = new HashSet<Integer>();
        Set<String> kinds = new HashSet<>();
        for (var series : one.series) {
            var situation = situation(series);
            if (situations.getOrDefault(situation, first) > learnt) {
                continue;
            }
            var count = counts.computeIfAbsent(situation, s -> new int[3]);
            boolean isNew = isNew(series, situations, ways, learnt, newest);
            for (int i = 0; i < series.size(); i++) {
                int exams = series.exams()[i];
                if (series.day()[i] < first) {
                    count[0] += exams;
                } else {
                    count[1] += exams;
                    known += exams;
                    if (isNew) {
                        count[2] += exams;
                        days.add(series.day()[i]);
                        kinds.add(Protocols.kind(series));
                    }
                }
            }
        }
        double before = 0;
        double fresh = 0;
        double logarithm = 0;
        for (var count : counts.values()) {
            before += count[2] > 0 ? count[0] : 0;
            fresh += count[2];
            for (int i = 0; i < count[2]; i++) {
                logarithm += Math.log((double) (count[1] - i) / (count[0] + count[1] - i));
            }
        }
        // Images of one exam in several strata are one exam.
        double strata = one.days.strataPerExam();
        int exams = (int) (fresh / strata);
        boolean sure =
                before / strata >= LEAST_EXAMS
                        && exams >= LEAST_FRESH
                        && fresh >= LEAST_SHARE * known
                        && logarithm / strata < Math.log(alpha);
        return sure
                ? new Changed(first, fresh / known, LEAST_SHARE, exams, days.size(), false, kinds)
                : null;
    }

    private static boolean isNew(
            Series series,
            Map<String, Integer> situations,
            Map<String, Integer> ways,
            int learnt,
            int newest) {
        var situation = situation(series);
        return situations.getOrDefault(situation, Integer.MAX_VALUE) <= learnt
                && ways.getOrDefault(situation + '/' + way(series), 0) > newest;
    }

    /** What the patient and the request decide. */
    private static String situation(Series series) {
        var s = series.stratum();
        return s.modality()
                + '|'
                + s.bodyPart()
                + '|'
                + s.view()
                + '|'
                + s.contrast()
                + '|'
                + s.thicknessBand();
    }

    /** What a technologist decides. */
    private static String way(Series series) {
        var s = series.stratum();
        return s.protocol()
                + '|'
                + s.kvBand()
                + '|'
                + s.kernel()
                + '|'
                + s.sliceBand()
                + '|'
                + s.intent();
    }
}

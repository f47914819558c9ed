package org.medsendx.miner.statistics;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.medsendx.miner.daily.ScannerDays;
import org.medsendx.miner.reviews.ScannerReviews;
import org.medsendx.miner.statistics.FleetView.Scanner;
import org.medsendx.miner.statistics.RejectCase.Split;
import org.medsendx.miner.statistics.RejectChart.Rise;

/**
 * Whether more is rejected or taken again on a scanner than before, and than on the others. The
 * unit is the exam: images of one patient are rejected together.
 *
 * <p>A rise is a scanner's own when its evidence crosses the limit, it is large enough to matter,
 * most of the others did not rise likewise, and it is seen against all images that were made too.
 */
final class RejectWatch {

    /** What of the promise it takes, when there are decisions at all. */
    static final double SHARE = 0.1;

    /** Units of a year at most: the mean time to a false signal is counted in units. */
    private static final double UNITS_A_YEAR = 365;

    /** Rises of fewer exams than these of a hundred are told to nobody. */
    private static final double LEAST_PERCENT = 1;

    private static final double AGAINST_FLEET = 2;
    private static final double SURELY = 1.64;
    private static final int EXAMS_TO_COMPARE = 10;
    private static final int RECENT = 28;
    private static final double NORMAL_95 = 1.96;

    /** What a fleet without a decision is taken to do: one exam in a hundred, worth fifty. */
    private static final double USUAL_HITS = 0.5;

    private static final double USUAL_EXAMS = 50;

    /** Pairs of units that the dispersion of counts is shrunk by, towards that of Poisson. */
    private static final double PAIRS = 20;

    /** The dispersion is taken so many standard errors higher than estimated. */
    private static final double CAUTION = 0.8;

    /** Larger fleets draw the charts of what decides alone. */
    private static final int DRAWN = 500;

    /** A rise is compared with so many scanners, and somewhat more. */
    private static final int COMPARED = 200;

    private final AnalysisOptions options;
    private final List<RejectCase> compared;
    private final Map<String, RejectCase> cases = new TreeMap<>();
    private final Map<RejectSeries, Double> dispersion = new EnumMap<>(RejectSeries.class);
    private final Map<RejectSeries, FleetShift> shifts = new EnumMap<>(RejectSeries.class);

    private enum Blame {
        NONE,
        SCANNER,
        FLEET
    }

    /** One series of one scanner. */
    private record Judged(RejectSeries series, RejectChart chart, Blame blame, Split split) {}

    RejectWatch(
            Collection<ScannerReviews> fleet,
            Collection<ScannerDays> days,
            List<Marker> markers,
            AnalysisOptions options) {
        this.options = options;
        var byName = new HashMap<String, ScannerDays>();
        days.forEach(one -> byName.put(one.scanner(), one));
        var from = new HashMap<String, Integer>();
        var without = new HashMap<String, Set<Integer>>();
        for (var marker : markers) {
            int day = Math.toIntExact(marker.day().toEpochDay());
            switch (marker.kind()) {
                case RELEARN, RETURN_TO_SERVICE -> from.merge(marker.scanner(), day, Math::max);
                case PHANTOM ->
                        without.computeIfAbsent(marker.scanner(), s -> new HashSet<>()).add(day);
                // A rate is learnt up to its rise in any case.
                case SERVICE, SOFTWARE, FREEZE -> {}
            }
        }
        for (var one : fleet) {
            if (one.scans() > 0) {
                cases.put(
                        one.scanner(),
                        new RejectCase(
                                one,
                                byName.get(one.scanner()),
                                from.getOrDefault(one.scanner(), Integer.MIN_VALUE),
                                without.getOrDefault(one.scanner(), Set.of()),
                                options));
            }
        }
        var judged =
                cases.values().stream()
                        .filter(one -> !one.reviews.scanner().equals(ScannerDays.UNKNOWN))
                        .toList();
        compared = some(judged);
        for (var series : RejectSeries.values()) {
            chart(series, judged);
        }
    }

    /** Whether there is anything to watch. */
    boolean watches() {
        return !cases.isEmpty();
    }

    /**
     * Some of them, evenly over a large fleet, so that work grows as the number of scanners does.
     */
    private static List<RejectCase> some(List<RejectCase> all) {
        int step = Math.max(1, all.size() / COMPARED);
        var some = new ArrayList<RejectCase>();
        for (int i = 0; i < all.size(); i += step) {
            some.add(all.get(i));
        }
        return some;
    }

    private void chart(RejectSeries series, List<RejectCase> all) {
        double phi = dispersion(series, all);
        dispersion.put(series, phi);
        double hits = USUAL_HITS;
        double exams = USUAL_EXAMS;
        for (var one : all) {
            for (int i = 0; i < one.base; i++) {
                hits += one.hits(series, i);
                exams += one.exams[i];
            }
        }
        double each =
                options.falseFindingsPerFleetYear()
                        * SHARE
                        / Math.max(1, all.size())
                        / RejectSeries.values().length;
        double logLimit = Math.log(Math.max(10, UNITS_A_YEAR / each));
        for (var one : all) {
            var n = new double[one.day.length];
            var x = new double[one.day.length];
            for (int i = 0; i < n.length; i++) {
                n[i] = one.exams[i] / phi;
                x[i] = one.hits(series, i) / phi;
            }
            one.charts.put(
                    series, new RejectChart(one.day, n, x, one.base, hits / exams, logLimit));
        }
    }

    /**
     * How much more counts vary than Poisson's do, from differences between neighbouring units, so
     * that no rise gets in (J. von Neumann et al., Ann. Math. Statist. 12 (1941) 153-162).
     */
    private static double dispersion(RejectSeries series, List<RejectCase> all) {
        double seen = 0;
        double expected = 0;
        double pairs = 0;
        for (var one : all) {
            for (int i = 1; i < one.day.length; i++) {
                double n = one.exams[i];
                double n0 = one.exams[i - 1];
                double x = one.hits(series, i);
                double x0 = one.hits(series, i - 1);
                double difference = x / n - x0 / n0;
                seen += n * n0 / (n + n0) * difference * difference;
                expected += (x + x0) / (n + n0);
                pairs++;
            }
        }
        if (expected == 0) {
            return 1;
        }
        double prior = PAIRS * expected / pairs;
        double phi = (seen + prior) / (expected + prior);
        return Math.max(1, phi * (1 + CAUTION * Math.sqrt(2 / (pairs + PAIRS))));
    }

    /** The verdict on a scanner with what people decided about its scans. */
    Scanner with(Scanner scanner) {
        var own = cases.get(scanner.id());
        if (own == null) {
            return scanner;
        }
        var judged = new ArrayList<Judged>();
        own.charts.forEach((series, chart) -> judged.add(judge(own, series, chart)));
        boolean named =
                judged.stream()
                        .anyMatch(one -> one.blame() == Blame.SCANNER && one.series().ofOneGroup());
        var evidence = new ArrayList<>(scanner.evidence());
        boolean decides = false;
        boolean withFleet = false;
        for (var one : judged) {
            // What has a reason is told by it.
            boolean deciding =
                    one.blame() == Blame.SCANNER && (one.series().ofOneGroup() || !named);
            decides |= deciding;
            withFleet |= one.blame() == Blame.FLEET;
            if (deciding
                    || one.series() == RejectSeries.ALL
                    || one.split().x() + one.split().x0() > 0) {
                evidence.add(evidence(own, one, deciding));
            }
        }
        evidence.sort(Comparator.comparing((Evidence e) -> !e.decides()));
        var answer = scanner.answer();
        var reason = scanner.reason();
        boolean open = answer != Answer.SILENT && answer != Answer.UNKNOWN_SCANNER;
        if (decides && open && answer != Answer.OUTLIER) {
            answer = Answer.OUTLIER;
            reason = "rejects";
        } else if (withFleet && answer == Answer.OK) {
            answer = Answer.FLEET_CHANGED;
            reason = "moved-with-fleet";
        }
        return scanner.with(answer, reason, evidence, RejectRates.of(own.reviews));
    }

    private Judged judge(RejectCase own, RejectSeries series, RejectChart chart) {
        var rise = chart.rise();
        if (rise == null) {
            int last = own.day.length == 0 ? 0 : own.day[own.day.length - 1];
            return new Judged(series, chart, Blame.NONE, own.split(series, last - RECENT + 1));
        }
        int day = own.day[rise.first()];
        var split =
                new Split(
                        own.split(series, day).n(),
                        phi(series) * chart.examsBefore(rise.first()),
                        own.split(series, day).x(),
                        phi(series) * chart.hitsBefore(rise.first()));
        var none = new Judged(series, chart, Blame.NONE, split);
        var made = own.ofImages(series, day);
        if (made != null && made.rise() < split.rise() / 2) {
            return none;
        }
        int others = 0;
        int like = 0;
        Split pooled = null;
        for (var one : compared) {
            if (one == own) {
                continue;
            }
            var theirs = one.split(series, day);
            if (theirs.n0() < RejectCase.BASELINE_EXAMS || theirs.n() < EXAMS_TO_COMPARE) {
                continue;
            }
            others++;
            if (theirs.rise() >= split.rise() / 2
                    && theirs.rise() >= SURELY * Math.sqrt(phi(series) * theirs.variance())) {
                like++;
            } else {
                pooled = pooled == null ? theirs : pooled.and(theirs);
            }
        }
        var judged = new Judged(series, chart, Blame.SCANNER, split);
        if (like > 0 && 2 * (like + 1) > others + 1) {
            shift(own, judged, rise, like + 1, others + 1);
            return new Judged(series, chart, Blame.FLEET, split);
        }
        boolean alone =
                pooled == null
                        || split.rise() - pooled.rise()
                                >= AGAINST_FLEET
                                        * Math.sqrt(
                                                phi(series)
                                                        * (split.variance() + pooled.variance()));
        boolean large =
                effect(judged).value() >= LEAST_PERCENT * options.leastEffects()
                        && effect(judged).low() > 0;
        return alone && large ? judged : none;
    }

    private void shift(RejectCase own, Judged judged, Rise rise, int moved, int of) {
        var known = shifts.get(judged.series());
        if (known == null || judged.split().rise() > 0 && moved > known.moved()) {
            shifts.put(
                    judged.series(),
                    new FleetShift(
                            judged.series().label(), effect(judged), since(own, rise), moved, of));
        }
    }

    /** What rose on most scanners, once per series; after all scanners were asked for. */
    List<FleetShift> shifts() {
        return List.copyOf(shifts.values());
    }

    private double phi(RejectSeries series) {
        return dispersion.getOrDefault(series, 1.0);
    }

    private Effect effect(Judged judged) {
        var split = judged.split();
        if (split.n() == 0 || split.n0() == 0) {
            return new Effect(0, -100, 100);
        }
        double value = 100 * (split.x() / split.n() - split.x0() / split.n0());
        double error =
                100
                        * Math.sqrt(
                                phi(judged.series())
                                        * ((split.x() + 0.5) / split.n() / split.n()
                                                + (split.x0() + 0.5) / split.n0() / split.n0()));
        return new Effect(value, value - NORMAL_95 * error, value + NORMAL_95 * error);
    }

    private static Since since(RejectCase own, Rise rise) {
        return new Since(
                date(own.day[rise.first()]),
                date(own.day[rise.earliest()]),
                date(own.day[rise.latest()]));
    }

    private static LocalDate date(int epochDay) {
        return LocalDate.ofEpochDay(epochDay);
    }

    private Evidence evidence(RejectCase own, Judged judged, boolean decides) {
        var chart = judged.chart();
        var rise = chart.rise();
        int last = own.day.length - 1;
        int from = last < 0 ? 0 : own.day[last] - RECENT + 1;
        double score = last < 0 ? 0 : chart.evidence()[last];
        Since since = null;
        if (rise != null) {
            from = own.day[rise.first()];
            for (int i = rise.first(); i <= last; i++) {
                score = Math.max(score, chart.evidence()[i]);
            }
            since = judged.blame() == Blame.NONE ? null : since(own, rise);
        }
        int days = 0;
        for (int day : own.day) {
            days += day >= from ? 1 : 0;
        }
        boolean drawn = decides || cases.size() <= DRAWN && !judged.series().ofOneGroup();
        return new Evidence(
                judged.series().label(),
                judged.series().cause(),
                RejectSeries.UNIT,
                effect(judged),
                since,
                score,
                chart.limit(),
                (int) judged.split().n(),
                days,
                decides,
                drawn ? points(own, judged, rise) : List.of());
    }

    private List<ChartPoint> points(RejectCase own, Judged judged, @Nullable Rise rise) {
        var chart = judged.chart();
        double phi = phi(judged.series());
        double usual = chart.rateBefore(rise == null ? own.day.length : rise.first());
        var points = new ArrayList<ChartPoint>();
        for (int i = 0; i < own.day.length; i++) {
            double n = own.exams[i];
            double z = NORMAL_95 * Math.sqrt(phi);
            // Where counts of a rate that stays lie: Wilson's interval turned round.
            double half = z * Math.sqrt(usual * n + z * z / 4) / n;
            double middle = z * z / (2 * n);
            points.add(
                    new ChartPoint(
                            date(own.day[i]),
                            own.exams[i],
                            100 * (own.hits(judged.series(), i) / n - usual),
                            100 * Math.max(-usual, middle - half),
                            100 * Math.min(1 - usual, middle + half),
                            chart.evidence()[i],
                            0,
                            chart.limit()));
        }
        return points;
    }
}

package org.medsendx.miner.statistics;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From charts to evidence: what moved on one scanner, and whether the fleet moved too. */
final class Judgement {

    private static final double NORMAL_95 = 1.96;

    /** Standard errors against the fleet that a movement needs beside those against itself. */
    private static final double AGAINST_FLEET = 2.7;

    private Judgement() {}

    /** What became of a movement. */
    enum Blame {
        NONE,
        SCANNER,
        FLEET
    }

    /** One feature of one scanner, judged. */
    record Judged(
            Feature feature,
            SequentialChart chart,
            Blame blame,
            double shift,
            double deviation,
            int exams,
            int days,
            int moved,
            int of) {

        double strength() {
            return chart.score() / chart.limit();
        }
    }

    static Judged of(
            Feature feature,
            SequentialChart chart,
            FleetContrast fleet,
            int scanner,
            AnalysisOptions options) {
        var given = chart.given();
        var moved = chart.moved();
        if (moved == null) {
            return recent(feature, chart);
        }
        int exams = 0;
        int days = 0;
        for (int i = moved.first(); i < given.size(); i++) {
            exams += given.exams()[i];
            days += i == moved.first() || given.day()[i] != given.day()[i - 1] ? 1 : 0;
        }
        int day = moved.day();
        var others = fleet.others(scanner, day);
        int like = fleet.movedLike(moved.shift(), day);
        int of = fleet.comparable(day);
        double variance = moved.variance() + others.variance();
        double least = options.leastEffects() * feature.least();
        double against = moved.shift() - others.median();
        boolean large = Math.abs(moved.shift()) >= least;
        boolean surelyAlone =
                fleet.size() == 1
                        || (others.count() >= 1
                                && 2 * fleet.stayed(scanner, moved.shift(), day) > others.count()
                                && against * against > AGAINST_FLEET * AGAINST_FLEET * variance);
        // What is not seen surely in the others is not taken off, only its uncertainty is.
        boolean seen =
                others.count() >= 2 && others.median() * others.median() > 4 * others.variance();
        double shift = seen ? against : moved.shift();
        Blame blame;
        if (large && of >= 2 && like >= 2 && 2 * like > of) {
            blame = Blame.FLEET;
        } else if (surelyAlone
                && Math.abs(shift) >= least
                && shift * moved.shift() > 0
                && shift * shift > AGAINST_FLEET * AGAINST_FLEET * variance) {
            blame = Blame.SCANNER;
        } else {
            blame = Blame.NONE;
        }
        double told = blame == Blame.SCANNER ? shift : moved.shift();
        return new Judged(feature, chart, blame, told, Math.sqrt(variance), exams, days, like, of);
    }

    /** Nothing signals: the latest weeks against the level. */
    private static Judged recent(Feature feature, SequentialChart chart) {
        var given = chart.given();
        int from = chart.recentFrom();
        double sum = 0;
        double weight = 0;
        double level = 0;
        int exams = 0;
        int days = 0;
        int weeks = 0;
        int begin = given.size();
        while (begin > 0 && given.day()[begin - 1] >= from) {
            begin--;
        }
        for (int i = begin; i < given.size(); i++) {
            double precision = 1 / given.variance(i);
            sum += precision * (given.value()[i] - chart.filter().level(given.stratum()[i]));
            weight += precision;
            level += precision * chart.filter().levelVariance(given.stratum()[i]);
            exams += given.exams()[i];
            days += i == begin || given.day()[i] != given.day()[i - 1] ? 1 : 0;
            weeks += i == begin || given.week()[i] != given.week()[i - 1] ? 1 : 0;
        }
        double variance = 1 / weight + level / weight + given.ofWeeks(weeks);
        return new Judged(
                feature, chart, Blame.NONE, sum / weight, Math.sqrt(variance), exams, days, 0, 0);
    }

    static Effect effect(Feature feature, double shift, double deviation) {
        double reach = NORMAL_95 * deviation;
        return new Effect(
                rounded(feature.told(shift)),
                rounded(feature.told(shift - reach)),
                rounded(feature.told(shift + reach)));
    }

    static @Nullable Since since(SequentialChart chart) {
        var moved = chart.moved();
        return moved == null
                ? null
                : new Since(
                        LocalDate.ofEpochDay(moved.day()),
                        LocalDate.ofEpochDay(Math.min(moved.earliest(), moved.day())),
                        LocalDate.ofEpochDay(Math.max(moved.latest(), moved.day())));
    }

    static Evidence evidence(Judged judged, boolean decides, boolean drawn) {
        var chart = judged.chart();
        return new Evidence(
                judged.feature().label(),
                judged.feature().cause(),
                judged.feature().unit(),
                effect(judged.feature(), judged.shift(), judged.deviation()),
                judged.blame() == Blame.NONE ? null : since(chart),
                rounded(chart.score()),
                rounded(chart.limit()),
                judged.exams(),
                judged.days(),
                decides,
                drawn ? points(judged.feature(), chart.drawn()) : List.of());
    }

    /** One point a day: the strata of a day together. */
    private static List<ChartPoint> points(Feature feature, SequentialChart chart) {
        var given = chart.given();
        var points = new ArrayList<ChartPoint>();
        int i = 0;
        while (i < given.size()) {
            int day = given.day()[i];
            double sum = 0;
            double weight = 0;
            int exams = 0;
            double common = given.weekVariance();
            int last = i;
            for (; i < given.size() && given.day()[i] == day; i++) {
                double precision = 1 / Math.max(1e-18, chart.variances()[i] - common);
                sum += precision * chart.deviations()[i];
                weight += precision;
                exams += given.exams()[i];
                last = i;
            }
            double reach = NORMAL_95 * Math.sqrt(1 / weight + common);
            points.add(
                    new ChartPoint(
                            LocalDate.ofEpochDay(day),
                            exams,
                            rounded(feature.told(sum / weight)),
                            rounded(feature.told(-Math.min(reach, 5))),
                            rounded(feature.told(Math.min(reach, 5))),
                            rounded(chart.up(last)),
                            rounded(chart.down(last)),
                            rounded(chart.limit(last))));
        }
        return points;
    }

    /** To four decimals, and never infinite: what is told has a form. */
    static double rounded(double value) {
        double bounded = Double.isNaN(value) ? 0 : Math.clamp(value, -1e6, 1e6);
        return Math.rint(bounded * 1e4) / 1e4;
    }
}

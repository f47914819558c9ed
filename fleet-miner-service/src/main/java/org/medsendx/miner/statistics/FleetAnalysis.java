package org.medsendx.miner.statistics;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.medsendx.miner.daily.ScannerDays;
import org.medsendx.miner.reviews.ScannerReviews;
import org.medsendx.miner.statistics.FleetView.Scanner;

/**
 * The whole verdict on a fleet, from its scanners' days; docs/fleet-mining.md has the method.
 *
 * <p>Plain, without state and deterministic: the same days give the same view. Work grows as the
 * number of scanners does.
 */
public final class FleetAnalysis {

    /** Slopes and variances are learnt from so many scanners of a family at most. */
    private static final int LEARNT_FROM = 200;

    /** Larger fleets draw the charts of what decides or leads alone. */
    private static final int DRAWN = 500;

    private static final double SHARE_OF_CHARTS = 0.8;
    private static final double WEIGHT_OF_GAIN = 0.4;
    private static final double WEIGHT_OF_OFFSET = 0.15;

    private final AnalysisOptions options;

    public FleetAnalysis(AnalysisOptions options) {
        this.options = options;
    }

    /**
     * Judges the fleet.
     *
     * @param fleet its scanners, in any order, each once
     * @param markers what people said, in any order
     * @param today the day to judge for; who has not sent for long by then is silent
     */
    public FleetView analyse(Collection<ScannerDays> fleet, List<Marker> markers, LocalDate today) {
        return analyse(fleet, List.of(), markers, today, scanner -> false);
    }

    /**
     * As the other, with what people decided about scans, and while some scanners may only be late.
     *
     * @param reviews of scanners, in any order, each once; those of scanners without a scan wait
     * @param mayBeLate of which scanner scans may be on their way here: it is not called silent
     */
    public FleetView analyse(
            Collection<ScannerDays> fleet,
            Collection<ScannerReviews> reviews,
            List<Marker> markers,
            LocalDate today,
            Predicate<String> mayBeLate) {
        var said = new HashMap<String, List<Marker>>();
        for (var marker : markers) {
            said.computeIfAbsent(marker.scanner(), id -> new ArrayList<>()).add(marker);
        }
        var known = new ArrayList<ScannerDays>();
        var scanners = new ArrayList<Scanner>();
        fleet.stream()
                .filter(days -> !days.isEmpty())
                .sorted(Comparator.comparing(ScannerDays::scanner))
                .forEach(days -> {
                    if (days.scanner().equals(ScannerDays.UNKNOWN)) {
                        scanners.add(
                                scanner(
                                        days,
                                        Answer.UNKNOWN_SCANNER,
                                        "unknown-scanner",
                                        List.of()));
                    } else {
                        known.add(days);
                    }
                });
        var cases =
                known.stream()
                        .map(days ->
                                new ScannerCase(
                                        days,
                                        said.getOrDefault(days.scanner(), List.of()),
                                        options))
                        .toList();
        var models = models(cases);
        var rejects = new RejectWatch(reviews, known, markers, options);
        double share = SHARE_OF_CHARTS - (rejects.watches() ? RejectWatch.SHARE : 0);
        var rates = rates(models, cases.size(), share);
        boolean drawn = cases.size() <= DRAWN;
        cases.forEach(one -> one.chart(models, rates, drawn));
        var verdicts = new Verdicts(cases, options, today, mayBeLate, drawn);
        scanners.addAll(verdicts.scanners());
        scanners.replaceAll(rejects::with);
        scanners.sort(Comparator.comparing(Scanner::id));
        var shifts = new ArrayList<>(verdicts.fleetShifts());
        shifts.addAll(rejects.shifts());
        return new FleetView(
                today, scanners, Baselines.of(cases), shifts, WeeklyPoints.of(cases, models));
    }

    private static Map<String, FamilyModel> models(List<ScannerCase> cases) {
        var byFamily = new TreeMap<String, List<Series>>();
        var scanners = new HashMap<String, Integer>();
        // Evenly over a large fleet, so that no make is left out by its name.
        int step = Math.max(1, cases.size() / LEARNT_FROM);
        for (int from = 0; from < step; from++) {
            for (int s = from; s < cases.size(); s += step) {
                for (var series : cases.get(s).series) {
                    if (scanners.getOrDefault(series.family(), 0) < LEARNT_FROM) {
                        byFamily.computeIfAbsent(series.family(), f -> new ArrayList<>())
                                .add(series);
                        scanners.merge(series.family(), 1, Integer::sum);
                    }
                }
            }
        }
        var models = new HashMap<String, FamilyModel>();
        byFamily.forEach((family, series) -> models.put(family, new FamilyModel(series)));
        return models;
    }

    /** The promise, shared among scanners and features; Bonferroni's way. */
    private Map<Feature, Double> rates(
            Map<String, FamilyModel> models, int scanners, double share) {
        var weights = new EnumMap<Feature, Double>(Feature.class);
        for (var model : models.values()) {
            model.variations().keySet().forEach(feature -> weights.put(feature, 0.0));
        }
        int others = weights.size();
        others -= weights.containsKey(Feature.GAIN) ? 1 : 0;
        others -= weights.containsKey(Feature.OFFSET) ? 1 : 0;
        double rest = 1 - WEIGHT_OF_GAIN - WEIGHT_OF_OFFSET;
        int count = others;
        weights.replaceAll((feature, ignored) ->
                switch (feature) {
                    case GAIN -> WEIGHT_OF_GAIN;
                    case OFFSET -> WEIGHT_OF_OFFSET;
                    default -> rest / count;
                });
        double total = weights.values().stream().mapToDouble(Double::doubleValue).sum();
        double each = options.falseFindingsPerFleetYear() * share / Math.max(1, scanners);
        weights.replaceAll((feature, weight) -> each * weight / total);
        return weights;
    }

    static Scanner scanner(
            ScannerDays days, Answer answer, String reason, List<Evidence> evidence) {
        return new Scanner(
                days.scanner(),
                days.truck(),
                days.make(),
                days.model(),
                days.modality(),
                days.exams(),
                days.images(),
                days.firstDay(),
                days.lastDay(),
                answer,
                reason,
                evidence);
    }
}

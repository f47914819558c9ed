package org.medsendx.miner.statistics;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.medsendx.miner.statistics.FleetView.Scanner;
import org.medsendx.miner.statistics.Judgement.Blame;
import org.medsendx.miner.statistics.Judgement.Judged;

/** The answer for each scanner of a fleet. */
final class Verdicts {

    private final List<ScannerCase> cases;
    private final AnalysisOptions options;
    private final int today;
    private final Predicate<String> mayBeLate;
    private final boolean drawn;
    private final Map<String, List<ScannerCase>> byModalities = new TreeMap<>();
    private final Map<String, Map<Feature, FleetContrast>> contrasts = new HashMap<>();
    private final Map<ScannerCase, Integer> place = new HashMap<>();
    private final Map<String, List<Judged>> fleetMoves = new TreeMap<>();
    private final Protocols protocols;
    private final Cohort cohort;
    private final List<Scanner> scanners = new ArrayList<>();

    Verdicts(
            List<ScannerCase> cases,
            AnalysisOptions options,
            LocalDate today,
            Predicate<String> mayBeLate,
            boolean drawn) {
        this.mayBeLate = mayBeLate;
        this.cases = cases;
        this.options = options;
        // Who replays the past is not silent: the fleet's own last day counts as well.
        int last = cases.stream().mapToInt(one -> one.lastDay).max().orElse(0);
        this.today = (int) Math.min(today.toEpochDay(), last);
        this.drawn = drawn;
        for (var one : cases) {
            var group = byModalities.computeIfAbsent(one.modalities, m -> new ArrayList<>());
            place.put(one, group.size());
            group.add(one);
        }
        protocols = new Protocols(cases, options);
        cohort = new Cohort(cases, options);
        for (int s = 0; s < cases.size(); s++) {
            scanners.add(scanner(s));
        }
    }

    List<Scanner> scanners() {
        return scanners;
    }

    private FleetContrast contrast(ScannerCase one, Feature feature) {
        var same = one.modalities;
        return contrasts
                .computeIfAbsent(same, m -> new EnumMap<>(Feature.class))
                .computeIfAbsent(
                        feature,
                        f -> new FleetContrast(byModalities.getOrDefault(same, List.of()), f));
    }

    private Scanner scanner(int s) {
        var one = cases.get(s);
        var judged = new ArrayList<Judged>();
        one.charts.forEach((feature, chart) ->
                judged.add(
                        Judgement.of(
                                feature,
                                chart,
                                contrast(one, feature),
                                place.getOrDefault(one, 0),
                                options)));
        judged.sort(
                Comparator.comparing((Judged j) -> j.blame() == Blame.NONE)
                        .thenComparing(Comparator.comparingDouble(Judged::strength).reversed()));
        boolean offset = offsetRatherThanGain(one, judged);
        var evidence = new ArrayList<Evidence>();
        boolean moved = false;
        boolean withFleet = false;
        for (var j : judged) {
            boolean named = !(offset && j.feature() == Feature.GAIN);
            boolean decides = one.judged() && j.blame() == Blame.SCANNER && named;
            moved |= decides;
            withFleet |= one.judged() && j.blame() == Blame.FLEET;
            if (j.blame() == Blame.FLEET && one.judged()) {
                fleetMoves
                        .computeIfAbsent(one.modalities + '/' + j.feature(), f -> new ArrayList<>())
                        .add(j);
            }
            evidence.add(Judgement.evidence(j, decides, drawn || decides || evidence.isEmpty()));
        }
        var changed = protocols.of(s);
        var off = cohort.of(s);
        boolean protocolDecides = false;
        if (changed != null) {
            protocolDecides = one.judged() && !changed.withFleet();
            withFleet |= one.judged() && changed.withFleet();
            evidence.add(changed.evidence(protocolDecides));
        }
        if (off != null && off.evidence() != null) {
            evidence.add(off.evidence());
        }
        evidence.sort(Comparator.comparing((Evidence e) -> !e.decides()));
        Answer answer;
        String reason;
        if (today - one.lastDay > options.silentAfterDays()
                && !mayBeLate.test(one.days.scanner())) {
            answer = Answer.SILENT;
            reason = "silent";
        } else if (!one.judged()) {
            answer = Answer.NOT_ENOUGH_DATA;
            reason = one.learning() ? "learning" : "few-exams";
        } else if (moved) {
            answer = Answer.OUTLIER;
            reason = "moved";
        } else if (protocolDecides) {
            answer = Answer.OUTLIER;
            reason = "protocol-changed";
        } else if (off != null && off.answer() == Answer.OUTLIER) {
            answer = Answer.OUTLIER;
            reason = "cohort";
        } else if (withFleet) {
            answer = Answer.FLEET_CHANGED;
            reason = "moved-with-fleet";
        } else if (off != null) {
            answer = Answer.CANNOT_SAY_WHICH;
            reason = "two-against-one";
        } else {
            answer = Answer.OK;
            reason = "usual";
        }
        return FleetAnalysis.scanner(one.days, answer, reason, evidence);
    }

    /** Levels moved and contrasts did not. */
    private boolean offsetRatherThanGain(ScannerCase one, List<Judged> judged) {
        Judged gain = null;
        for (var j : judged) {
            if (j.feature() == Feature.GAIN && j.blame() != Blame.NONE) {
                gain = j;
            }
        }
        var offset = one.charts.get(Feature.OFFSET);
        if (gain == null || offset == null) {
            return false;
        }
        for (var j : judged) {
            if (j.feature() == Feature.OFFSET && j.blame() == Blame.SCANNER) {
                return Math.abs(j.shift()) > Math.abs(gain.shift()) / 2;
            }
        }
        return false;
    }

    /** What moved on most scanners of a modality, once per feature. */
    List<FleetShift> fleetShifts() {
        var shifts = new ArrayList<FleetShift>();
        for (var moves : fleetMoves.values()) {
            var sorted = new ArrayList<>(moves);
            sorted.sort(Comparator.comparingDouble(Judged::shift));
            var middle = sorted.get(sorted.size() / 2);
            var since = Judgement.since(middle.chart());
            if (since != null) {
                shifts.add(
                        new FleetShift(
                                middle.feature().label(),
                                Judgement.effect(
                                        middle.feature(), middle.shift(), middle.deviation()),
                                since,
                                middle.moved(),
                                middle.of()));
            }
        }
        shifts.addAll(protocols.fleetShifts());
        return shifts;
    }
}

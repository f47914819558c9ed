package org.medsendx.miner.statistics;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether a scanner does other kinds of scans than it used to: a protocol was renamed, is new, or
 * is the wrong one. Within a family, the kinds that the scanner's first weeks do not know take over
 * most of its exams; or for what it always did, such as one view at one thickness, a part of the
 * exams is made in a way that it never had ({@link NewWays}).
 */
final class Protocols {

    static final String FEATURE = "protocol";

    private static final int RECENT_DAYS = 28;
    private static final int LEAST_EXAMS = 6;
    private static final int LEAST_FRESH = 3;
    private static final int WAIT = 7;
    private static final double MOST = 0.5;
    private static final double NORMAL_95 = 1.96;
    private static final double SHARE_OF_PROTOCOLS = 0.1;

    /** Exams are looked at every day, and are other ones every few weeks. */
    private static final double LOOKS = 12;

    /** One scanner's change. */
    record Changed(
            int day,
            double share,
            double limit,
            int exams,
            int days,
            boolean withFleet,
            Set<String> kinds) {

        Evidence evidence(boolean decides) {
            double reach =
                    NORMAL_95 * Math.sqrt(share * (1 - share) / exams + 0.25 / exams / exams);
            var on = LocalDate.ofEpochDay(day);
            return new Evidence(
                    FEATURE,
                    Cause.PROTOCOL,
                    "% of exams",
                    effect(share, reach),
                    new Since(on, on, on),
                    Judgement.rounded(share),
                    limit,
                    exams,
                    days,
                    decides,
                    List.of());
        }

        private static Effect effect(double share, double reach) {
            return new Effect(
                    Judgement.rounded(100 * share),
                    Judgement.rounded(100 * Math.max(0, share - reach)),
                    Judgement.rounded(100 * Math.min(1, share + reach)));
        }
    }

    private final List<@Nullable Changed> changes = new ArrayList<>();
    private final List<FleetShift> shifts = new ArrayList<>();

    Protocols(List<ScannerCase> cases, AnalysisOptions options) {
        double alpha =
                options.falseFindingsPerFleetYear()
                        * SHARE_OF_PROTOCOLS
                        / LOOKS
                        / Math.max(1, cases.size());
        var found = new ArrayList<@Nullable Changed>();
        var movers = new HashMap<String, List<Changed>>();
        // Who never makes a kind of scan cannot follow.
        var judged = new HashMap<String, Integer>();
        for (var one : cases) {
            var changed = one.judged() ? of(one, alpha) : null;
            // A young change waits: the others may be about to follow.
            boolean young = changed != null && one.lastDay - changed.day < WAIT;
            found.add(young ? null : changed);
            judged.merge(one.modalities, one.judged() ? 1 : 0, Integer::sum);
            if (changed != null) {
                for (var kind : changed.kinds) {
                    movers.computeIfAbsent(kind, k -> new ArrayList<>()).add(changed);
                }
            }
        }
        var told = new TreeMap<String, FleetShift>();
        for (int s = 0; s < cases.size(); s++) {
            var changed = found.get(s);
            int of = judged.getOrDefault(cases.get(s).modalities, 0);
            if (changed == null) {
                changes.add(null);
                continue;
            }
            boolean together = false;
            for (var kind : changed.kinds) {
                var like = movers.getOrDefault(kind, List.of());
                if (like.size() >= 2 && 2 * like.size() > of) {
                    together = true;
                    told.put(kind, shift(like, of));
                }
            }
            changes.add(
                    new Changed(
                            changed.day,
                            changed.share,
                            changed.limit,
                            changed.exams,
                            changed.days,
                            together,
                            changed.kinds));
        }
        shifts.addAll(told.values());
    }

    private static FleetShift shift(List<Changed> like, int judged) {
        var days = like.stream().mapToInt(Changed::day).sorted().toArray();
        return new FleetShift(
                FEATURE,
                Changed.effect(like.getFirst().share, 0),
                new Since(
                        LocalDate.ofEpochDay(days[days.length / 2]),
                        LocalDate.ofEpochDay(days[0]),
                        LocalDate.ofEpochDay(days[days.length - 1])),
                like.size(),
                judged);
    }

    @Nullable Changed of(int scanner) {
        return changes.get(scanner);
    }

    List<FleetShift> fleetShifts() {
        return shifts;
    }

    private static @Nullable Changed of(ScannerCase one, double alpha) {
        Map<String, List<Series>> families = new TreeMap<>();
        one.series.forEach(series ->
                families.computeIfAbsent(series.family(), f -> new ArrayList<>()).add(series));
        Changed most = null;
        for (var family : families.values()) {
            var changed = of(one, family);
            if (changed != null && (most == null || changed.exams > most.exams)) {
                most = changed;
            }
        }
        return most == null ? NewWays.of(one, alpha) : most;
    }

    private static @Nullable Changed of(ScannerCase one, List<Series> family) {
        int learnt = one.firstDay + RECENT_DAYS;
        int familyFrom = family.stream().mapToInt(s -> s.day()[0]).min().orElse(0);
        int recent = one.lastDay - RECENT_DAYS + 1;
        int all = 0;
        int fresh = 0;
        int days = 0;
        int before = 0;
        int first = Integer.MAX_VALUE;
        var kinds = new HashSet<String>();
        var examined = new HashSet<Integer>();
        for (var series : family) {
            // Bands of thickness follow the patient; they are no protocol.
            boolean isNew =
                    series.day()[0] > Math.max(learnt, familyFrom + RECENT_DAYS)
                            && family.stream()
                                    .noneMatch(other ->
                                            !other.equals(series)
                                                    && other.day()[0] <= learnt
                                                    && kind(other).equals(kind(series)));
            for (int i = 0; i < series.size(); i++) {
                int exams = series.exams()[i];
                before += !isNew && series.day()[i] < recent ? exams : 0;
                // A change that is young is seen among the exams since it.
                if (series.day()[i] >= recent) {
                    all += exams;
                    if (isNew) {
                        fresh += exams;
                        first = Math.min(first, series.day()[0]);
                        kinds.add(kind(series));
                        if (examined.add(series.day()[i])) {
                            days++;
                        }
                    }
                }
            }
        }
        int since = first;
        int allSince = 0;
        for (var series : family) {
            for (int i = 0; i < series.size(); i++) {
                allSince += series.day()[i] >= Math.max(since, recent) ? series.exams()[i] : 0;
            }
        }
        if (before < LEAST_EXAMS || fresh < LEAST_FRESH || fresh < MOST * allSince || all == 0) {
            return null;
        }
        return new Changed(first, (double) fresh / allSince, MOST, fresh, days, false, kinds);
    }

    /** What a technologist chooses, without what follows from the patient. */
    static String kind(Series series) {
        var s = series.stratum();
        return s.id() + '|' + s.kernel() + '|' + s.sliceBand() + '|' + s.intent();
    }
}

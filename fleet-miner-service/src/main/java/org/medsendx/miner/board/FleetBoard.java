package org.medsendx.miner.board;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.deidentified.FleetAction;
import org.medsendx.contracts.deidentified.FleetBaseline;
import org.medsendx.contracts.deidentified.FleetCase;
import org.medsendx.contracts.deidentified.FleetFinding;
import org.medsendx.contracts.deidentified.FleetMark;
import org.medsendx.contracts.deidentified.FleetSummary;
import org.medsendx.contracts.deidentified.FleetSummary.Received;
import org.medsendx.contracts.deidentified.ScannerStatus;
import org.medsendx.contracts.deidentified.TruckStatus;
import org.medsendx.miner.statistics.FleetView;

/**
 * The fleet as its topics say it is, for pages. Every instance reads all of them, so any answers
 * for the whole fleet, also one that analyses nothing. Safe for many threads.
 */
public final class FleetBoard {

    private static final int DELAYS = 10_000;

    private final Duration staleAfter;
    private final int findingsShown;

    private final TreeMap<String, ScannerStatus> statuses = new TreeMap<>();
    private final TreeMap<String, TruckStatus> trucks = new TreeMap<>();
    private final Map<String, FleetView.Scanner> scanners = new HashMap<>();
    private final Map<String, List<FleetView.Point>> weeks = new HashMap<>();
    private final TreeMap<String, FleetBaseline> baselines = new TreeMap<>();
    private final Map<String, FleetAction> actions = new HashMap<>();
    private final List<Said> findings = new ArrayList<>();
    private @Nullable FleetSummary summary;
    // What was made of all that, until something of it is another.
    private @Nullable FleetView view;
    private @Nullable List<Case> cases;
    private boolean whole;

    private final Deque<Double> delays = new ArrayDeque<>();
    private long mined;

    private record Said(long timestamp, FleetFinding finding) {}

    /**
     * How long scans took from their Kafka record's timestamp to an analysis with them, in
     * milliseconds, over the last {@value #DELAYS} of this process.
     *
     * @param count all scans this process has mined
     */
    public record Stage(long count, double p50Ms, double p99Ms) {}

    /** Whether what is shown can be taken for the present. */
    public enum State {
        /** Not all that was said has been read. */
        READING,
        /** Nothing was ever said of a fleet. */
        EMPTY,
        CURRENT,
        /** Nobody has analysed for too long: what is shown is the past. */
        STALE
    }

    /**
     * How old the board is.
     *
     * @param asOf when the fleet was analysed last, or null when it never was
     */
    public record Freshness(State state, @Nullable Instant asOf) {}

    /**
     * A finding, and whose it is.
     *
     * @param scanner the scanner, empty when it is about the truck
     */
    public record Case(String scanner, String truck, FleetCase finding) {

        /** Whether it is about the truck and no scanner. */
        public boolean isOfTruck() {
            return scanner.isEmpty();
        }

        /** Whom it is about: what actions name. */
        public String about() {
            return isOfTruck() ? truck : scanner;
        }
    }

    /**
     * @param staleAfter how old an analysis may be and still be shown as the present
     * @param findingsShown how many changes of findings are kept
     */
    public FleetBoard(Duration staleAfter, int findingsShown) {
        this.staleAfter = staleAfter;
        this.findingsShown = findingsShown;
    }

    /**
     * Takes what a topic says.
     *
     * @param timestamp of the record, in milliseconds
     * @throws IllegalArgumentException when it is of no topic that is shown
     */
    public synchronized void take(Payload payload, long timestamp) {
        switch (payload) {
            case ScannerStatus status -> {
                if (!status.equals(statuses.put(status.scanner(), status))) {
                    scanners.put(status.scanner(), ViewForm.scanner(status));
                    weeks.put(status.scanner(), ViewForm.weeks(status));
                    view = null;
                    cases = null;
                }
            }
            case FleetBaseline baseline -> {
                baselines.put(baseline.key(), baseline);
                view = null;
            }
            case TruckStatus truck -> {
                trucks.put(truck.truck(), truck);
                cases = null;
            }
            case FleetSummary latest -> {
                // It is said again and again while nothing changes.
                var before = summary;
                boolean same =
                        before != null
                                && before.day().equals(latest.day())
                                && before.shifts().equals(latest.shifts());
                view = same ? view : null;
                summary = latest;
            }
            case FleetAction action -> actions.put(action.id(), action);
            case FleetFinding finding -> {
                findings.add(new Said(timestamp, finding));
                findings.sort(Comparator.comparingLong(Said::timestamp));
                if (findings.size() > findingsShown) {
                    findings.removeFirst();
                }
            }
            default -> throw new IllegalArgumentException("of no topic that is shown");
        }
    }

    /** A key of a compacted topic is there no longer. */
    public synchronized void forget(DeidentifiedTopic topic, String key) {
        switch (topic) {
            case FLEET_SCANNER_STATUS -> {
                statuses.remove(key);
                scanners.remove(key);
                weeks.remove(key);
            }
            case FLEET_TRUCK_STATUS -> trucks.remove(key);
            case FLEET_BASELINES -> baselines.remove(key);
            case FLEET_ACTIONS -> actions.remove(key);
            default -> {}
        }
        view = null;
        cases = null;
    }

    /** All that was said up to the start of this process has been read. */
    public synchronized void whole() {
        whole = true;
    }

    /** The fleet. The same object until something of it is another. */
    public synchronized FleetView view() {
        var known = view;
        if (known == null) {
            var said = summary;
            known =
                    new FleetView(
                            said == null ? FleetView.EMPTY.day() : said.day(),
                            statuses.keySet().stream().map(scanners::get).toList(),
                            List.copyOf(baselines.values()),
                            said == null
                                    ? List.of()
                                    : said.shifts().stream().map(ViewForm::shift).toList(),
                            statuses.keySet().stream()
                                    .flatMap(scanner ->
                                            weeks.getOrDefault(scanner, List.of()).stream())
                                    .toList());
            view = known;
        }
        return known;
    }

    /** Whether it is the present. */
    public synchronized Freshness freshness(Instant now) {
        var said = summary;
        var asOf = said == null ? null : said.analysedAt();
        if (!whole) {
            return new Freshness(State.READING, asOf);
        }
        if (asOf == null) {
            return new Freshness(State.EMPTY, null);
        }
        return new Freshness(
                asOf.plus(staleAfter).isBefore(now) ? State.STALE : State.CURRENT, asOf);
    }

    /** One scanner, or null when it is not known. */
    public synchronized FleetView.@Nullable Scanner scanner(String id) {
        return scanners.get(id);
    }

    /** Changes of status and of findings that were said last, the newest first. */
    public synchronized List<FleetFinding> findings() {
        return findings.reversed().stream().map(Said::finding).toList();
    }

    /** All findings that are kept, those that were opened last first. */
    public synchronized List<Case> cases() {
        var known = cases;
        if (known == null) {
            known =
                    all().sorted(
                                    Comparator.comparing((Case one) -> one.finding().opened())
                                            .reversed()
                                            .thenComparing(one -> one.finding().id()))
                            .toList();
            cases = known;
        }
        return known;
    }

    /** The findings of one scanner, those that were opened last first. */
    public synchronized List<Case> cases(String scanner) {
        var status = statuses.get(scanner);
        return status == null ? List.of() : cases(status).toList();
    }

    private Stream<Case> all() {
        return Stream.concat(
                statuses.values().stream().flatMap(FleetBoard::cases),
                trucks.values().stream()
                        .flatMap(truck ->
                                truck.findings().stream()
                                        .map(one -> new Case("", truck.truck(), one))));
    }

    private static Stream<Case> cases(ScannerStatus status) {
        var detail = status.detail();
        return detail == null
                ? Stream.empty()
                : detail.findings().stream()
                        .map(one -> new Case(status.scanner(), status.truck(), one));
    }

    /** A finding, or null when it is not known. */
    public synchronized @Nullable Case find(String finding) {
        return cases().stream()
                .filter(one -> one.finding().id().equals(finding))
                .findFirst()
                .orElse(null);
    }

    /** What people told of a scanner, by day. */
    public synchronized List<FleetMark> marks(String scanner) {
        var status = statuses.get(scanner);
        var detail = status == null ? null : status.detail();
        return detail == null ? List.of() : detail.marks();
    }

    /** What people did about a scanner and its findings, in order, without what was taken back. */
    public synchronized List<FleetAction> actions(String scanner) {
        var withdrawn = new HashSet<String>();
        for (var action : actions.values()) {
            if (action.withdraws() != null) {
                withdrawn.add(action.withdraws());
            }
        }
        return actions.values().stream()
                .filter(action -> action.scanner().equals(scanner))
                .filter(action -> !withdrawn.contains(action.id()) && action.withdraws() == null)
                .sorted(Comparator.comparing(FleetAction::at).thenComparing(FleetAction::id))
                .toList();
    }

    /** An action, with who did it and what they wrote; null when it is not known. */
    public synchronized @Nullable FleetAction action(String id) {
        return actions.get(id);
    }

    /** By source and epoch. */
    public synchronized List<Received> streams() {
        var said = summary;
        return said == null ? List.of() : said.streams();
    }

    /** Events that have not arrived, of all streams. */
    public long missing() {
        return streams().stream().mapToLong(Received::missing).sum();
    }

    /** One more scan is part of an analysis of this process. */
    public synchronized void mined(double delayMillis) {
        delays.addLast(delayMillis);
        if (delays.size() > DELAYS) {
            delays.removeFirst();
        }
    }

    /** So many scans more are part of an analysis of this process. */
    public synchronized void counted(long scans) {
        mined += scans;
    }

    /** How fast this process mines. */
    public synchronized Stage stage() {
        double[] sorted = delays.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new Stage(mined, percentile(sorted, 0.5), percentile(sorted, 0.99));
    }

    // Nearest rank.
    private static double percentile(double[] sorted, double p) {
        return sorted.length == 0
                ? 0
                : sorted[Math.clamp((int) Math.ceil(p * sorted.length) - 1, 0, sorted.length - 1)];
    }
}

package org.medsendx.miner.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.deidentified.FleetBaseline;
import org.medsendx.contracts.deidentified.FleetCase;
import org.medsendx.contracts.deidentified.FleetFinding;
import org.medsendx.contracts.deidentified.ScannerStatus.Status;
import org.medsendx.miner.board.ViewForm;
import org.medsendx.miner.finding.ScannerFile;
import org.medsendx.miner.statistics.FleetView;
import org.medsendx.miner.telemetry.MinerMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what an analysis changes. What somebody may have to act on, an answer, a finding, a mark, is
 * said at once; numbers that move a little with every scan are said when they have not been for a
 * while, so that what goes to Kafka follows the scanners that scan and not the size of the fleet.
 */
final class FleetVoice {

    private static final Logger LOG = LoggerFactory.getLogger(FleetVoice.class);

    /** Numbers of a scanner that sent nothing move by what others sent: so much slower. */
    private static final long UNMOVED = 10;

    private final long every;
    private final ProcessorContext<byte[], byte[]> context;
    private final OutgoingEvents events;
    private final FleetMemory memory;
    private final MinerMetrics metrics;

    /** What does not move is said again all the same: trucks believe nothing that is old. */
    private static final long STILL_SO = Duration.ofDays(30).toMillis();

    private final Map<String, Told> told = new HashMap<>();
    private final Map<String, Late> late = new HashMap<>();
    private final Map<String, ToldBaseline> baselines = new HashMap<>();

    /** What was said of a scanner, and when. */
    private record Told(FleetView.Scanner scanner, ScannerFile file, long at) {}

    /** What is to be said of a scanner, and when. */
    private record Late(FleetView.Scanner scanner, List<FleetView.Point> weeks, long due) {}

    private record ToldBaseline(FleetBaseline baseline, long at) {}

    FleetVoice(
            Duration every,
            ProcessorContext<byte[], byte[]> context,
            OutgoingEvents events,
            FleetMemory memory,
            MinerMetrics metrics) {
        this.every = every.toMillis();
        this.context = context;
        this.events = events;
        this.memory = memory;
        this.metrics = metrics;
    }

    /**
     * Says what is other than before.
     *
     * @param fresh scanners that have sent something since the last analysis
     */
    void say(FleetView view, Set<String> fresh, long now) {
        var weeks = view.points().stream().collect(Collectors.groupingBy(FleetView.Point::scanner));
        for (var scanner : view.scanners()) {
            var own = weeks.getOrDefault(scanner.id(), List.of());
            changes(scanner, now);
            var before = told.get(scanner.id());
            if (before == null || isUrgent(before, scanner)) {
                status(scanner, own, now);
            } else if (!scanner.equals(before.scanner())) {
                long wait = fresh.contains(scanner.id()) ? every : UNMOVED * every;
                var waiting = late.get(scanner.id());
                long due = before.at() + wait;
                late.put(
                        scanner.id(),
                        new Late(
                                scanner,
                                own,
                                waiting == null ? due : Math.min(due, waiting.due())));
            }
        }
        baselines(view.baselines(), now);
        late(now);
    }

    /** Says what has waited for long enough. */
    void late(long now) {
        for (var entry : List.copyOf(late.values())) {
            if (entry.due() <= now) {
                status(entry.scanner(), entry.weeks(), now);
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // a file that did not change is the same object
    private boolean isUrgent(Told before, FleetView.Scanner scanner) {
        var file = memory.file(scanner.id());
        boolean sameFile = file == before.file() || file.isEmpty() && before.file().isEmpty();
        return scanner.answer() != before.scanner().answer()
                || !scanner.reason().equals(before.scanner().reason())
                || !sameFile && !shown(file).equals(shown(before.file()));
    }

    // The effect of a finding moves a little with every scan.
    private static List<Object> shown(ScannerFile file) {
        var shown = new ArrayList<Object>(file.marks());
        for (var one : file.cases()) {
            shown.add(one.id());
            shown.addAll(one.steps());
        }
        return shown;
    }

    private void status(FleetView.Scanner scanner, List<FleetView.Point> weeks, long now) {
        var file = memory.file(scanner.id());
        context.forward(events.record(ViewForm.event(scanner, weeks, file), now));
        told.put(scanner.id(), new Told(scanner, file, now));
        late.remove(scanner.id());
    }

    /** Changes of status and of findings, each an event. */
    private void changes(FleetView.Scanner scanner, long now) {
        var before = memory.said(scanner.id());
        var status = ViewForm.status(scanner.answer());
        var states = new HashMap<String, String>();
        var changed = new ArrayList<FleetCase>();
        for (var one : memory.file(scanner.id()).cases().reversed()) {
            states.put(one.id(), one.state());
            if (!one.state().equals(before.states().get(one.id()))) {
                changed.add(one);
            }
        }
        var from = before.status();
        for (var one : changed) {
            finding(scanner, from, status, one, now);
            from = status;
        }
        if (from != status && (from == Status.OUTLIER || status == Status.OUTLIER)) {
            finding(scanner, from, status, null, now);
        }
        memory.said(scanner.id(), new Said(status, states));
    }

    private void finding(
            FleetView.Scanner scanner,
            Status from,
            Status to,
            @Nullable FleetCase about,
            long now) {
        var leading = scanner.leading();
        var finding =
                new FleetFinding(
                        scanner.id(),
                        scanner.truck(),
                        from,
                        to,
                        about != null
                                ? about.feature()
                                : leading == null ? "none" : leading.feature(),
                        leading == null ? 0 : ViewForm.event(leading).score(),
                        scanner.lastDay(),
                        about);
        metrics.found(finding);
        context.forward(events.record(finding, now));
        LOG.info(
                "scanner={} {} -> {} feature={} finding={} {}",
                scanner.id(),
                ViewForm.code(from),
                ViewForm.code(to),
                finding.feature(),
                about == null ? "-" : about.id(),
                about == null ? "-" : about.state());
    }

    private void baselines(List<FleetBaseline> latest, long now) {
        var there = new HashSet<String>();
        for (var baseline : latest) {
            there.add(baseline.key());
            var before = baselines.get(baseline.key());
            if (before == null
                    || now - before.at() >= STILL_SO
                    || now - before.at() >= UNMOVED * every
                            && !Arrays.equals(
                                    EventCodec.value(baseline),
                                    EventCodec.value(before.baseline()))) {
                context.forward(events.record(baseline, now));
                baselines.put(baseline.key(), new ToldBaseline(baseline, now));
            }
        }
        for (var key : List.copyOf(baselines.keySet())) {
            if (!there.contains(key)) {
                baselines.remove(key);
                context.forward(OutgoingEvents.gone(DeidentifiedTopic.FLEET_BASELINES, key, now));
            }
        }
    }

    /** Says that a scanner is known no longer. */
    void forget(String scanner, long now) {
        told.remove(scanner);
        late.remove(scanner);
        context.forward(OutgoingEvents.gone(DeidentifiedTopic.FLEET_SCANNER_STATUS, scanner, now));
    }
}

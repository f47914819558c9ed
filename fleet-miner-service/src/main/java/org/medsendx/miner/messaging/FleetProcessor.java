package org.medsendx.miner.messaging;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.UnreadableEventException;
import org.medsendx.contracts.deidentified.FleetFinding;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.contracts.deidentified.ScannerStatus;
import org.medsendx.contracts.deidentified.ScannerStatus.Status;
import org.medsendx.miner.board.FleetBoard;
import org.medsendx.miner.sequence.ReceivedNumbers;
import org.medsendx.miner.earlier.FleetAnalysis;
import org.medsendx.miner.earlier.FleetView;
import org.medsendx.miner.telemetry.MinerMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fleet's memory: takes each scan once, analyses all of them by punctuation, and says what
 * changed.
 *
 * <p>A scan is known by its feature id; a record with the event id it already has is a repeat and
 * changes nothing, one with another event id is a corrected rerun and replaces it. State is in
 * memory with changelogs, so a new instance goes on where the last one stopped. After a start all
 * statuses and baselines are said once more, under the same event ids, because the last words
 * before a crash may not have been heard.
 */
final class FleetProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(FleetProcessor.class);

    /** Analysing takes a fifth of the task's time at most, however large the fleet is. */
    private static final long REST = 4;

    /** A scan and the event that brought it. */
    @RegisterForReflection
    record Remembered(String eventId, ScanFeatures scan) {}

    private final Mining mining;
    private final FleetBoard board;
    private final MinerMetrics metrics;
    private final FleetAnalysis analysis;

    private final Map<String, Remembered> scans = new HashMap<>();
    private final TreeMap<String, ReceivedNumbers> streams = new TreeMap<>();
    private final Map<String, byte[]> said = new HashMap<>();
    private final List<Long> waiting = new ArrayList<>();
    private boolean changed;
    private long restUntil;
    private @Nullable Parts parts;

    /** What a task gives its processor. */
    private record Parts(
            ProcessorContext<byte[], byte[]> context,
            OutgoingEvents events,
            KeyValueStore<String, byte[]> scans,
            KeyValueStore<String, byte[]> statuses,
            KeyValueStore<String, byte[]> streams,
            FindingStore findings) {}

    FleetProcessor(Mining mining, FleetBoard board, MinerMetrics metrics) {
        this.mining = mining;
        this.board = board;
        this.metrics = metrics;
        this.analysis = new FleetAnalysis(mining.options());
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        var own =
                new Parts(
                        context,
                        new OutgoingEvents(),
                        context.getStateStore(FleetTopology.SCANS),
                        context.getStateStore(FleetTopology.STATUSES),
                        context.getStateStore(FleetTopology.STREAMS),
                        new FindingStore(
                                context.getStateStore(FleetTopology.FINDINGS),
                                mining.findingsShown()));
        parts = own;
        scans.clear();
        try (var all = own.scans().all()) {
            all.forEachRemaining(
                    entry -> scans.put(entry.key, Stored.read(entry.value, Remembered.class)));
        }
        streams.clear();
        try (var all = own.streams().all()) {
            all.forEachRemaining(entry ->
                    streams.put(entry.key, Stored.read(entry.value, ReceivedNumbers.class)));
        }
        changed = !scans.isEmpty();
        if (changed) {
            LOG.info("restored {} scans", scans.size());
        }
        context.schedule(
                mining.analyseEvery(), PunctuationType.WALL_CLOCK_TIME, time -> analyse(own, time));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        var own = parts;
        if (own == null) {
            throw new IllegalStateException("not initialised");
        }
        try {
            var event = FeaturesReader.read(record);
            number(own, event);
            var id = event.data().featureId();
            var known = scans.get(id);
            if (known != null && known.eventId().equals(event.id())) {
                metrics.duplicate();
                return;
            }
            var remembered = new Remembered(event.id(), event.data());
            scans.put(id, remembered);
            own.scans().put(id, Stored.write(remembered));
            waiting.add(record.timestamp());
            changed = true;
        } catch (UnreadableEventException e) {
            // The reader has let it through, so this is a fault of ours.
            throw new IllegalStateException("read before, unreadable now: " + e.code(), e);
        }
    }

    // The stream is the writer's life: its numbers begin at 1 with each epoch.
    private void number(Parts own, Event<ScanFeatures> event) {
        var stream = event.source() + ' ' + event.epoch();
        var known = streams.getOrDefault(stream, ReceivedNumbers.NONE);
        if (!known.has(event.sequence())) {
            var more = known.with(event.sequence());
            streams.put(stream, more);
            own.streams().put(stream, Stored.write(more));
        }
    }

    private List<FleetBoard.Stream> received() {
        return streams.entrySet().stream()
                .map(stream -> {
                    int space = stream.getKey().lastIndexOf(' ');
                    return new FleetBoard.Stream(
                            stream.getKey().substring(0, space),
                            stream.getKey().substring(space + 1),
                            stream.getValue().received(),
                            stream.getValue().missing());
                })
                .toList();
    }

    private void analyse(Parts own, long now) {
        if (!changed || now < restUntil) {
            return;
        }
        changed = false;
        long begun = System.nanoTime();
        forget(own);
        FleetView view;
        try {
            view = analysis.analyse(scans.values().stream().map(Remembered::scan).toList());
        } catch (RuntimeException e) {
            // Values may be anything; the stream goes on, and the next scans are analysed again.
            metrics.analysisFailed();
            LOG.error("the fleet of {} scans could not be analysed", scans.size(), e);
            return;
        }
        for (var scanner : view.scanners()) {
            sayStatus(own, scanner, now);
        }
        for (var baseline : view.baselines()) {
            say(own, baseline, now);
        }
        board.show(view, own.findings().newestFirst(), received());
        long took = System.nanoTime() - begun;
        restUntil = now + took / 1_000_000 * (1 + REST);
        metrics.analysed(Duration.ofNanos(took));
        for (long timestamp : waiting) {
            var delay = Duration.ofMillis(Math.max(0, System.currentTimeMillis() - timestamp));
            board.mined((double) delay.toMillis());
            metrics.mined(delay);
        }
        waiting.clear();
    }

    private void forget(Parts own) {
        var expired =
                mining.retention()
                        .expired(
                                scans.values().stream().map(Remembered::scan).toList(),
                                mining.options());
        for (var scan : expired) {
            scans.remove(scan.featureId());
            own.scans().delete(scan.featureId());
        }
    }

    private void sayStatus(Parts own, FleetView.Scanner scanner, long now) {
        var leading = scanner.leading();
        var status =
                new ScannerStatus(
                        scanner.id(),
                        scanner.truck(),
                        scanner.scans(),
                        scanner.status(),
                        leading == null ? null : leading.deviation(),
                        leading == null ? null : leading.feature(),
                        scanner.lastDay());
        byte[] last = own.statuses().get(scanner.id());
        var before =
                last == null
                        ? Status.NOT_ENOUGH_DATA
                        : Stored.read(last, ScannerStatus.class).status();
        if (before != status.status()
                && (before == Status.OUTLIER || status.status() == Status.OUTLIER)) {
            var finding =
                    new FleetFinding(
                            scanner.id(),
                            scanner.truck(),
                            before,
                            status.status(),
                            leading == null ? "none" : leading.feature(),
                            leading == null ? 0 : leading.deviation(),
                            scanner.lastDay());
            own.findings().add(finding);
            metrics.found(finding);
            own.context().forward(own.events().record(finding, now));
            LOG.info(
                    "scanner={} {} -> {} feature={}",
                    scanner.id(),
                    FleetBoard.code(before),
                    FleetBoard.code(status.status()),
                    finding.feature());
        }
        say(own, status, now);
        own.statuses().put(scanner.id(), EventCodec.value(status));
    }

    /** Sends what differs from what this task said last. */
    private void say(Parts own, Payload payload, long now) {
        byte[] value = EventCodec.value(payload);
        byte[] last = said.put(payload.topic().topicName() + '/' + payload.key(), value);
        if (!Arrays.equals(last, value)) {
            own.context().forward(own.events().record(payload, now));
        }
    }
}

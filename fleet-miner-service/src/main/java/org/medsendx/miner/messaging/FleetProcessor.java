package org.medsendx.miner.messaging;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.FleetAction;
import org.medsendx.contracts.deidentified.FleetEvidence;
import org.medsendx.contracts.deidentified.FleetSummary;
import org.medsendx.contracts.deidentified.ScannerStatus.Status;
import org.medsendx.miner.board.FleetBoard;
import org.medsendx.miner.board.ViewForm;
import org.medsendx.miner.finding.Deed;
import org.medsendx.miner.finding.ScannerFile;
import org.medsendx.miner.finding.ScannerFile.Verdict;
import org.medsendx.miner.statistics.Answer;
import org.medsendx.miner.statistics.Evidence;
import org.medsendx.miner.statistics.FleetAnalysis;
import org.medsendx.miner.statistics.FleetView;
import org.medsendx.miner.telemetry.MinerMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second stage: knows the days of all scanners and what people did, analyses the fleet by
 * punctuation, and says what changed. While nothing does, it says from time to time that it
 * watches.
 */
final class FleetProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(FleetProcessor.class);

    /** Analysing takes a fifth of the task's time at most, however large the fleet is. */
    private static final long REST = 4;

    private final Mining mining;
    private final FleetBoard board;
    private final MinerMetrics metrics;
    private final FleetAnalysis analysis;

    /** How long it may take until all partitions of what waits are read. */
    private static final Duration LATE = Duration.ofHours(1);

    private final Map<String, Long> heard = new HashMap<>();
    private final List<Long> waited = new ArrayList<>();
    private final Set<String> fresh = new HashSet<>();
    private long counted;
    private boolean changed;
    private long restUntil;
    private long begun;
    private long watchedAt;
    private LocalDate analysed = LocalDate.EPOCH;
    private FleetView view = FleetView.EMPTY;
    private @Nullable Parts parts;

    /** What a task gives its processor. */
    private record Parts(
            ProcessorContext<byte[], byte[]> context,
            OutgoingEvents events,
            FleetMemory memory,
            FleetVoice voice,
            TruckWatch trucks) {}

    FleetProcessor(Mining mining, FleetBoard board, MinerMetrics metrics) {
        this.mining = mining;
        this.board = board;
        this.metrics = metrics;
        this.analysis = new FleetAnalysis(mining.options());
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        var memory = new FleetMemory(context);
        var events = new OutgoingEvents();
        var own =
                new Parts(
                        context,
                        events,
                        memory,
                        new FleetVoice(mining.sayEvery(), context, events, memory, metrics),
                        new TruckWatch(mining, context, events, memory));
        parts = own;
        changed = !memory.days().isEmpty();
        if (changed) {
            LOG.info("restored {} scanners", memory.days().size());
        }
        context.schedule(
                mining.analyseEvery(), PunctuationType.WALL_CLOCK_TIME, time -> watch(own, time));
    }

    @Override
    public void close() {
        metrics.left();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        var own = parts;
        if (own == null) {
            throw new IllegalStateException("not initialised");
        }
        var key = new String(record.key(), StandardCharsets.UTF_8);
        switch (Kind.of(record.headers())) {
            case DAYS -> {
                heard.put(key, own.context().currentSystemTimeMs());
                wait(record);
                // Said again after a crash, they are no reason to analyse the fleet, unless what
                // came before still waits for it.
                if (own.memory().days(key, record.value())) {
                    fresh.add(key);
                    changed = true;
                }
                changed |= counted > 0;
            }
            case FORGOTTEN -> {
                own.memory().forget(key);
                heard.remove(key);
                own.voice().forget(key, record.timestamp());
                changed = true;
            }
            case REVIEWS -> {
                if (own.memory().reviews(key, record.value())) {
                    fresh.add(key);
                    changed = true;
                }
            }
            case STREAM ->
                    own.memory().count(key, record.value().length == 0 ? null : record.value());
            case ACTION -> {
                var action = Stored.read(record.value(), FleetAction.class);
                var file = own.memory().file(action.scanner());
                own.memory().file(file.with(Deed.of(action)));
                if (action.finding() != null && !file.has(action.finding())) {
                    // One about a truck has the truck's name there.
                    var truck = own.memory().truckFile(action.scanner());
                    own.memory().file(truck.with(Deed.of(action)));
                }
                changed = true;
            }
        }
    }

    private void wait(Record<byte[], byte[]> record) {
        var header = record.headers().lastHeader(ScannerStage.WAITED);
        if (header != null) {
            var times = ByteBuffer.wrap(header.value());
            counted += times.getLong();
            while (times.hasRemaining()) {
                waited.add(times.getLong());
            }
        }
    }

    private void watch(Parts own, long now) {
        // Not before: a context knows no time until there is something to do.
        begun = begun == 0 ? now : begun;
        var today = LocalDate.ofInstant(Instant.ofEpochMilli(now), ZoneOffset.UTC);
        own.trucks().watch(now);
        if (changed || !today.equals(analysed)) {
            if (now < restUntil || !analyse(own, now, today)) {
                return;
            }
        } else {
            own.voice().late(now);
        }
        if (now - watchedAt >= mining.sayEvery().toMillis()) {
            summary(own, now, today);
        }
    }

    /** Whether it could be done. */
    private boolean analyse(Parts own, long now, LocalDate today) {
        changed = false;
        analysed = today;
        long begun = System.nanoTime();
        var memory = own.memory();
        try {
            view =
                    analysis.analyse(
                            memory.days().values(),
                            memory.reviews().values(),
                            memory.markers(),
                            today,
                            scanner -> mayBeLate(memory, scanner, now));
        } catch (RuntimeException e) {
            // Values may be anything; the stream goes on, and the next scans are analysed again.
            metrics.analysisFailed();
            LOG.error("the fleet of {} scanners could not be analysed", memory.days().size(), e);
            return false;
        }
        var at = Instant.ofEpochMilli(now);
        for (var scanner : view.scanners()) {
            memory.file(judged(memory.file(scanner.id()), scanner, at));
        }
        own.voice().say(view, fresh, now);
        fresh.clear();
        summary(own, now, today);
        long took = System.nanoTime() - begun;
        restUntil = now + took / 1_000_000 * (1 + REST);
        metrics.analysed(Duration.ofNanos(took), view, memory.streams());
        mined();
        return true;
    }

    /**
     * Partitions are read at different speeds, after a start or a death above all: a scanner that
     * was judged and whose days lie behind those of the others may have scans that nobody has read
     * yet. One that was silent before stays so.
     */
    private boolean mayBeLate(FleetMemory memory, String scanner, long now) {
        return memory.said(scanner).status() != Status.NOT_ENOUGH_DATA
                && now - heard.getOrDefault(scanner, begun) < LATE.toMillis();
    }

    private ScannerFile judged(ScannerFile file, FleetView.Scanner scanner, Instant at) {
        var verdict =
                switch (scanner.answer()) {
                    case OUTLIER -> Verdict.DIFFERS;
                    case OK, FLEET_CHANGED -> Verdict.AS_USUAL;
                    case NOT_ENOUGH_DATA, CANNOT_SAY_WHICH, SILENT, UNKNOWN_SCANNER ->
                            Verdict.NOTHING;
                };
        var deciding =
                verdict == Verdict.DIFFERS
                        ? scanner.evidence().stream()
                                .filter(Evidence::decides)
                                .map(ViewForm::event)
                                .toList()
                        : List.<FleetEvidence>of();
        return file.judged(verdict, deciding, scanner.lastDay(), at, mining.reopenDays());
    }

    private void summary(Parts own, long now, LocalDate today) {
        watchedAt = now;
        own.context()
                .forward(
                        own.events()
                                .record(
                                        new FleetSummary(
                                                Instant.ofEpochMilli(now),
                                                today,
                                                view.scanners().size(),
                                                outliers(),
                                                Math.toIntExact(own.memory().openFindings()),
                                                view.fleetShifts().stream()
                                                        .map(ViewForm::event)
                                                        .toList(),
                                                own.memory().streams()),
                                        now));
    }

    private int outliers() {
        return Math.toIntExact(
                view.scanners().stream()
                        .filter(scanner -> scanner.answer() == Answer.OUTLIER)
                        .count());
    }

    private void mined() {
        long now = System.currentTimeMillis();
        for (long timestamp : waited) {
            var delay = Duration.ofMillis(Math.max(0, now - timestamp));
            board.mined((double) delay.toMillis());
            metrics.delay(delay);
        }
        board.counted(counted);
        metrics.mined(counted);
        waited.clear();
        counted = 0;
    }
}

package org.medsendx.miner.messaging;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.medsendx.miner.daily.ScannerDays;
import org.medsendx.miner.sequence.ReceivedNumbers;
import org.medsendx.miner.sequence.ReceivedNumbers.Count;
import org.medsendx.miner.telemetry.MinerMetrics;

/**
 * The first stage: takes each scan once into its scanner's days, and says by punctuation whose days
 * have changed. One task per partition of scans.features.v1, which is keyed by scanner, so a
 * scanner is whole in one task.
 *
 * <p>An event is kept as it came until a punctuation makes it part of days and numbers. So the
 * store's log grows by the size of an event, and by that of a scanner's days once a second at most.
 *
 * <p>Days, numbers and waiting events have logs of their own, and a crash may keep what was written
 * to one and lose what was written to another. So each value says which waiting events are part of
 * it ({@link Marked}); an event becomes part of one when its own log is committed, and leaves when
 * both of its values are. A task that begins takes what waits into whichever lacks it.
 */
final class ScannerStage implements Processor<byte[], byte[], byte[], byte[]> {

    /** Header with the timestamps of the scans that are new in a scanner's days. */
    static final String WAITED = "medsendx-waited";

    /** Timestamps that a record carries at most; what is more is counted and not timed. */
    private static final int MOST_WAITED = 500;

    /** Keys of waiting events are in the order of their numbers. */
    private static final int KEY_DIGITS = 19;

    /** Between the name of a stream and the number of a block; no source or epoch has it. */
    private static final char BLOCK = '\u0000';

    private final Mining mining;
    private final MinerMetrics metrics;
    private final FeaturesReader reader;

    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final Set<Number> waitingNumbers = new HashSet<>();
    private final Map<String, ReceivedNumbers> looked = new HashMap<>();

    // Numbers of waiting events; all below one are past a step.
    private long next;
    private long committed;
    private long folded;
    private long dropped;
    private Asked asked = new Asked(0, 0);
    private LocalDate swept = LocalDate.EPOCH;
    private @Nullable Parts parts;

    private record Parts(
            ProcessorContext<byte[], byte[]> context,
            KeyValueStore<String, byte[]> scanners,
            KeyValueStore<String, byte[]> streams,
            KeyValueStore<String, byte[]> pending) {}

    /** An event of a writer's stream. */
    private record Number(String stream, long sequence) {}

    private record Waiting(long number, Pending event) {}

    /** Where things were when a commit was asked for. */
    private record Asked(long next, long folded) {}

    /** Days on their way to being kept. */
    private record Changing(ScannerDays days, long upTo, List<Long> waited) {}

    private record Counting(ReceivedNumbers received, long upTo) {}

    ScannerStage(Mining mining, MinerMetrics metrics) {
        this.mining = mining;
        this.metrics = metrics;
        this.reader = new FeaturesReader(metrics);
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        var own =
                new Parts(
                        context,
                        context.getStateStore(FleetTopology.SCANNERS),
                        context.getStateStore(FleetTopology.STREAMS),
                        context.getStateStore(FleetTopology.PENDING));
        parts = own;
        begin(own);
        context.schedule(
                mining.analyseEvery(),
                PunctuationType.WALL_CLOCK_TIME,
                time -> {
                    keep(own, time);
                    sweep(own, day(time));
                });
    }

    private void begin(Parts own) {
        for (var store : List.of(own.scanners(), own.streams())) {
            try (var all = store.all()) {
                all.forEachRemaining(entry -> {
                    if (entry.key.indexOf(BLOCK) < 0) {
                        next = Math.max(next, Marked.mark(entry.value));
                    }
                });
            }
        }
        long first = next;
        try (var all = own.pending().all()) {
            while (all.hasNext()) {
                var entry = all.next();
                long number = Long.parseLong(entry.key);
                first = waiting.isEmpty() ? number : first;
                next = Math.max(next, number + 1);
                add(number, Pending.read(entry.value));
            }
        }
        folded = first;
        dropped = first;
        // What the store's log gave back is in it for good.
        asked = new Asked(next, first);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        var own = parts;
        if (own == null) {
            throw new IllegalStateException("not initialised");
        }
        var event = reader.believed(record, own.context());
        if (event == null) {
            return;
        }
        var pending = Pending.of(event, record.timestamp());
        var number = new Number(pending.stream(), pending.sequence());
        var arrival =
                waitingNumbers.contains(number)
                        ? ReceivedNumbers.Arrival.KNOWN
                        : looked.computeIfAbsent(
                                        pending.stream(), stream -> numbers(own, stream).received())
                                .look(pending.sequence());
        switch (arrival) {
            case KNOWN -> metrics.passedBy("duplicate");
            case IMPLAUSIBLE -> metrics.passedBy(FeaturesReader.NUMBER);
            case NEW -> {
                own.pending().put(key(next), pending.write(record.value()));
                add(next++, pending);
            }
        }
    }

    private void add(long number, Pending event) {
        waiting.add(new Waiting(number, event));
        waitingNumbers.add(new Number(event.stream(), event.sequence()));
    }

    private void keep(Parts own, long now) {
        // Asked for at the punctuation before and done since: a commit that fails ends the task.
        committed = asked.next();
        for (; dropped < asked.folded(); dropped++) {
            own.pending().delete(key(dropped));
        }
        fold(own, now);
        looked.clear();
        if (dropped < next) {
            asked = new Asked(next, folded);
            own.context().commit();
        }
    }

    /** Makes what waits and is committed part of days and numbers, and says what changed. */
    private void fold(Parts own, long now) {
        var today = day(now);
        var days = new LinkedHashMap<String, Changing>();
        var numbers = new LinkedHashMap<String, Counting>();
        for (var one = waiting.peek();
                one != null && one.number() < committed;
                one = waiting.peek()) {
            waiting.remove();
            var event = one.event();
            waitingNumbers.remove(new Number(event.stream(), event.sequence()));
            var counting = numbers.computeIfAbsent(event.stream(), key -> numbers(own, key));
            if (one.number() < counting.upTo()) {
                counting.received().remember(event.sequence());
            } else {
                counting.received().add(event.sequence(), today);
            }
            var changing = days.computeIfAbsent(event.scan().scanner(), key -> days(own, key));
            var taken = one.number() < changing.upTo() ? null : changing.days().take(event.scan());
            if (taken == null || taken.changes()) {
                // Said again where days were kept: a crash may have taken the word away.
                changing.waited().add(event.timestamp());
            } else {
                metrics.passedBy(taken.code());
            }
        }
        folded = Math.max(folded, committed);
        days.forEach((scanner, changing) -> {
            byte[] value = changing.days().write();
            own.scanners().put(scanner, new Marked(folded, value).write());
            if (!changing.waited().isEmpty()) {
                say(own, Kind.DAYS, scanner, value, now, changing.waited());
            }
        });
        numbers.forEach((stream, counting) -> {
            var received = counting.received();
            received.changed()
                    .forEach((block, bits) -> own.streams().put(stream + BLOCK + block, bits));
            byte[] count = Stored.write(received.count());
            own.streams().put(stream, new Marked(folded, count).write());
            say(own, Kind.STREAM, part(own, stream), count, now, List.of());
        });
    }

    private static Changing days(Parts own, String scanner) {
        byte[] stored = own.scanners().get(scanner);
        if (stored == null) {
            return new Changing(ScannerDays.of(scanner), 0, new ArrayList<>());
        }
        var marked = Marked.read(stored);
        return new Changing(ScannerDays.read(marked.value()), marked.upTo(), new ArrayList<>());
    }

    private static Counting numbers(Parts own, String stream) {
        byte[] stored = own.streams().get(stream);
        var marked = stored == null ? null : Marked.read(stored);
        return new Counting(
                new ReceivedNumbers(
                        marked == null ? Count.NONE : Stored.read(marked.value(), Count.class),
                        block -> own.streams().get(stream + BLOCK + block)),
                marked == null ? 0 : marked.upTo());
    }

    // Of a truck with several scanners each partition sees some numbers; the fleet adds them up.
    private static String part(Parts own, String stream) {
        return own.context().taskId().partition() + " " + stream;
    }

    /** Once a day, and at the start: what has ended is forgotten. */
    private void sweep(Parts own, LocalDate today) {
        if (today.equals(swept)) {
            return;
        }
        swept = today;
        var oldest = today.minusDays(mining.keepDays());
        long now = own.context().currentSystemTimeMs();
        var ended = new ArrayList<String>();
        try (var all = own.scanners().all()) {
            all.forEachRemaining(entry -> {
                var days = ScannerDays.read(Marked.read(entry.value).value());
                if (days.isEmpty() || days.lastDay().isBefore(oldest)) {
                    ended.add(entry.key);
                }
            });
        }
        for (var scanner : ended) {
            own.scanners().delete(scanner);
            say(own, Kind.FORGOTTEN, scanner, new byte[0], now, List.of());
        }
        var silent = new ArrayList<String>();
        try (var all = own.streams().all()) {
            all.forEachRemaining(entry -> {
                if (entry.key.indexOf(BLOCK) < 0 && seen(entry.value).isBefore(oldest)) {
                    silent.add(entry.key);
                }
            });
        }
        for (var stream : silent) {
            var blocks = new ArrayList<String>();
            try (var all = own.streams().range(stream, stream + (char) (BLOCK + 1))) {
                all.forEachRemaining(entry -> blocks.add(entry.key));
            }
            blocks.forEach(own.streams()::delete);
            say(own, Kind.STREAM, part(own, stream), new byte[0], now, List.of());
        }
    }

    private static LocalDate seen(byte[] stream) {
        return Stored.read(Marked.read(stream).value(), Count.class).seen();
    }

    private static void say(
            Parts own, Kind kind, String key, byte[] value, long now, List<Long> waited) {
        var headers = new RecordHeaders();
        kind.on(headers);
        if (!waited.isEmpty()) {
            int timed = Math.min(waited.size(), MOST_WAITED);
            var buffer = ByteBuffer.allocate(Long.BYTES * (1 + timed)).putLong(waited.size());
            waited.subList(0, timed).forEach(buffer::putLong);
            headers.add(WAITED, buffer.array());
        }
        own.context()
                .forward(new Record<>(key.getBytes(StandardCharsets.UTF_8), value, now, headers));
    }

    private static String key(long number) {
        var digits = Long.toString(number);
        return "0".repeat(KEY_DIGITS - digits.length()) + digits;
    }

    private static LocalDate day(long time) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(time), ZoneOffset.UTC);
    }
}

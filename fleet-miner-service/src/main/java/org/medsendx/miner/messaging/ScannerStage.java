package org.medsendx.miner.messaging;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
 * <p>An event is kept as it came until the next punctuation makes it part of days and numbers; a
 * task that begins does that first with what its predecessor left. So the store's log grows by the
 * size of an event, and by that of a scanner's days once a second at most.
 */
final class ScannerStage implements Processor<byte[], byte[], byte[], byte[]> {

    /** Header with the timestamps of the scans that are new in a scanner's days. */
    static final String WAITED = "medsendx-waited";

    /** Events that wait at most; then they are taken without waiting for a punctuation. */
    private static final int MOST_PENDING = 2000;

    /** Timestamps that a record carries at most; what is more is counted and not timed. */
    private static final int MOST_WAITED = 500;

    /** Between the name of a stream and the number of a block; no source or epoch has it. */
    private static final char BLOCK = '\u0000';

    private final Mining mining;
    private final MinerMetrics metrics;
    private final FeaturesReader reader;

    private final Map<String, ScannerDays> days = new HashMap<>();
    private final Map<String, List<Long>> waited = new HashMap<>();
    private final TreeMap<String, ReceivedNumbers> numbers = new TreeMap<>();
    private long next;
    private long kept;
    private LocalDate swept = LocalDate.EPOCH;
    private @Nullable Parts parts;

    private record Parts(
            ProcessorContext<byte[], byte[]> context,
            KeyValueStore<String, byte[]> scanners,
            KeyValueStore<String, byte[]> streams,
            KeyValueStore<String, byte[]> pending) {}

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
        try (var all = own.pending().all()) {
            while (all.hasNext()) {
                var entry = all.next();
                long number = Long.parseLong(entry.key);
                kept = next == 0 ? number : kept;
                next = number + 1;
                take(own, Pending.read(entry.value));
            }
        }
        context.schedule(
                mining.analyseEvery(),
                PunctuationType.WALL_CLOCK_TIME,
                time -> {
                    keep(own, time);
                    sweep(own, day(time));
                });
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
        if (take(own, pending)) {
            own.pending().put(key(next++), pending.write(record.value()));
        }
        if (next - kept >= MOST_PENDING) {
            keep(own, own.context().currentSystemTimeMs());
        }
    }

    /** Takes an event; whether anything is another than before. */
    private boolean take(Parts own, Pending event) {
        var today = day(own.context().currentSystemTimeMs());
        var received = numbers.computeIfAbsent(event.stream(), stream -> numbers(own, stream));
        switch (received.take(event.sequence(), today)) {
            case KNOWN -> {
                metrics.passedBy("duplicate");
                return false;
            }
            case IMPLAUSIBLE -> {
                metrics.passedBy("implausible-number");
                return false;
            }
            case NEW -> {}
        }
        var scanner = event.scan().scanner();
        var taken = days.computeIfAbsent(scanner, id -> days(own, id)).take(event.scan());
        if (taken.changes()) {
            waited.computeIfAbsent(scanner, id -> new ArrayList<>()).add(event.timestamp());
        } else {
            metrics.passedBy(taken.code());
        }
        return true;
    }

    private static ScannerDays days(Parts own, String scanner) {
        byte[] stored = own.scanners().get(scanner);
        return stored == null ? ScannerDays.of(scanner) : ScannerDays.read(stored);
    }

    private static ReceivedNumbers numbers(Parts own, String stream) {
        byte[] stored = own.streams().get(stream);
        return new ReceivedNumbers(
                stored == null ? Count.NONE : Stored.read(stored, Count.class),
                block -> own.streams().get(stream + BLOCK + block));
    }

    /** Makes what waits part of what is kept, and says what changed. */
    private void keep(Parts own, long now) {
        days.forEach((scanner, changed) -> {
            byte[] value = changed.write();
            own.scanners().put(scanner, value);
            var times = waited.get(scanner);
            if (times != null) {
                say(own, Kind.DAYS, scanner, value, now, times);
            }
        });
        numbers.forEach((stream, received) -> {
            received.changed()
                    .forEach((block, bits) -> own.streams().put(stream + BLOCK + block, bits));
            byte[] count = Stored.write(received.count());
            own.streams().put(stream, count);
            say(own, Kind.STREAM, part(own, stream), count, now, List.of());
        });
        for (long i = kept; i < next; i++) {
            own.pending().delete(key(i));
        }
        kept = next;
        days.clear();
        waited.clear();
        numbers.clear();
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
                var days = ScannerDays.read(entry.value);
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
                if (entry.key.indexOf(BLOCK) < 0
                        && Stored.read(entry.value, Count.class).seen().isBefore(oldest)) {
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
        return "%019d".formatted(number);
    }

    private static LocalDate day(long time) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(time), ZoneOffset.UTC);
    }
}

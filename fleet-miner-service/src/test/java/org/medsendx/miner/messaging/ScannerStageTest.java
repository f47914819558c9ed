package org.medsendx.miner.messaging;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.miner.board.FleetBoard;
import org.medsendx.miner.daily.ScannerDays;
import org.medsendx.miner.statistics.AnalysisOptions;
import org.medsendx.miner.telemetry.MinerMetrics;

/** The first stage over crashes, with the logs of its stores as Kafka keeps them. */
class ScannerStageTest {

    private static final Instant BEGIN = Instant.parse("2026-07-01T00:00:00Z");
    private static final List<String> STORES =
            List.of(FleetTopology.SCANNERS, FleetTopology.STREAMS, FleetTopology.PENDING);

    @TempDir Path folder;

    private final List<Record<byte[], byte[]>> records =
            DriftingFleet.events().stream()
                    .map(ScannerStageTest::nameless)
                    .map(ScannerStageTest::record)
                    .toList();

    /**
     * A producer sends to the logs side by side: of what was written since the last commit, a crash
     * leaves of each log as much as it happens to have.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void a_crash_takes_no_scan_away_and_counts_none_twice(long seed) {
        var undisturbed = new Task(Map.of(), new Random(seed));
        undisturbed.run(0, records.size());
        undisturbed.settle();

        var random = new Random(seed);
        Map<String, List<Write>> logs = Map.of();
        int offset = 0;
        int crashes = 0;
        while (true) {
            var task = new Task(logs, random);
            int until = offset + 1 + random.nextInt(12);
            if (until >= records.size()) {
                task.run(offset, records.size());
                task.settle();
                assertThat(task.kept()).isEqualTo(undisturbed.kept());
                assertThat(crashes).isGreaterThan(10);
                return;
            }
            task.run(offset, until);
            offset = task.offset;
            logs = task.leftByCrash(random);
            crashes++;
        }
    }

    private record Write(String key, byte @Nullable [] value) {}

    /** One life of the task. */
    private final class Task {

        private final Map<String, LoggedStore> stores = new HashMap<>();
        private final MockProcessorContext<byte[], byte[]> context;
        private final ScannerStage stage;
        private final Random random;
        private int offset;
        private int taken;

        Task(Map<String, List<Write>> logs, Random random) {
            this.random = random;
            var settings = new Properties();
            settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "miner");
            settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
            context = new MockProcessorContext<>(settings, new TaskId(0, 0), folder.toFile());
            context.setCurrentSystemTimeMs(BEGIN.toEpochMilli());
            for (var name : STORES) {
                var store = new LoggedStore(name, context.getStateStoreContext());
                logs.getOrDefault(name, List.of()).forEach(store::write);
                store.commit();
                stores.put(name, store);
                context.addStateStore(store);
            }
            stage =
                    new ScannerStage(
                            new Mining(
                                    AnalysisOptions.DEFAULT,
                                    Duration.ofSeconds(1),
                                    Duration.ofSeconds(10),
                                    4000,
                                    Duration.ofHours(1),
                                    28),
                            new MinerMetrics(
                                    new SimpleMeterRegistry(),
                                    new FleetBoard(Duration.ofMinutes(2), 100),
                                    OpenTelemetry.noop().getTracer("test")));
            stage.init(context);
        }

        void run(int from, int until) {
            offset = from;
            taken = from;
            while (taken < until) {
                stage.process(records.get(taken++));
                if (random.nextInt(4) == 0) {
                    punctuate();
                    commit();
                }
            }
        }

        void settle() {
            for (int i = 0; i < 4; i++) {
                punctuate();
                commit();
            }
        }

        void punctuate() {
            context.scheduledPunctuators()
                    .getFirst()
                    .getPunctuator()
                    .punctuate(BEGIN.toEpochMilli());
        }

        /** What a stream thread does at the end of its round when a task asked for it. */
        private void commit() {
            if (context.committed()) {
                stores.values().forEach(LoggedStore::commit);
                offset = taken;
                context.resetCommit();
            }
        }

        /** The logs when the process dies now, or after a punctuation and before its commit. */
        Map<String, List<Write>> leftByCrash(Random random) {
            if (random.nextBoolean()) {
                punctuate();
            }
            var left = new HashMap<String, List<Write>>();
            stores.forEach((name, store) -> left.put(name, store.leftByCrash(random)));
            return left;
        }

        /** Days and numbers, without the marks, which count waiting events. */
        Map<String, String> kept() {
            var kept = new TreeMap<String, String>();
            for (var name : List.of(FleetTopology.SCANNERS, FleetTopology.STREAMS)) {
                try (var all = stored(name).all()) {
                    all.forEachRemaining(entry -> {
                        boolean block = entry.key.indexOf('\u0000') >= 0;
                        byte[] value = block ? entry.value : Marked.read(entry.value).value();
                        kept.put(name + " " + entry.key, HexFormat.of().formatHex(value));
                    });
                }
            }
            assertThat(stored(FleetTopology.PENDING).approximateNumEntries()).isZero();
            return kept;
        }

        private LoggedStore stored(String name) {
            return requireNonNull(stores.get(name));
        }
    }

    /** One scanner has no name: of such only the count is kept, which knows no repeats. */
    private static Event<ScanFeatures> nameless(Event<ScanFeatures> event) {
        var scan = event.data();
        return !scan.scanner().equals("S3")
                ? event
                : new Event<>(
                        event.id(),
                        event.source(),
                        event.sequence(),
                        event.epoch(),
                        null,
                        new ScanFeatures(
                                scan.featureId(),
                                scan.truck(),
                                ScannerDays.UNKNOWN,
                                scan.acquisitionDay(),
                                scan.stratum(),
                                scan.features()));
    }

    private static Record<byte[], byte[]> record(Event<ScanFeatures> event) {
        var headers = new RecordHeaders();
        EventCodec.headers(event)
                .forEach((k, v) -> headers.add(k, v.getBytes(StandardCharsets.UTF_8)));
        return new Record<>(
                event.data().key().getBytes(StandardCharsets.UTF_8),
                EventCodec.value(event.data()),
                BEGIN.toEpochMilli(),
                headers);
    }

    /** A store and its log. */
    private static final class LoggedStore implements KeyValueStore<String, byte[]> {

        private final KeyValueStore<String, byte[]> store;
        private final List<Write> log = new ArrayList<>();
        private int committed;

        LoggedStore(String name, StateStoreContext context) {
            store =
                    Stores.keyValueStoreBuilder(
                                    Stores.inMemoryKeyValueStore(name),
                                    Serdes.String(),
                                    Serdes.ByteArray())
                            .withLoggingDisabled()
                            .build();
            store.init(context, store);
        }

        void commit() {
            committed = log.size();
        }

        List<Write> leftByCrash(Random random) {
            return log.subList(0, committed + random.nextInt(log.size() - committed + 1));
        }

        void write(Write write) {
            log.add(write);
            store.put(write.key(), write.value());
        }

        @Override
        public void put(String key, byte @Nullable [] value) {
            write(new Write(key, value));
        }

        @Override
        public byte[] delete(String key) {
            byte[] before = store.get(key);
            write(new Write(key, null));
            return before;
        }

        @Override
        public byte[] putIfAbsent(String key, byte[] value) {
            throw new AssertionError("not used");
        }

        @Override
        public void putAll(List<KeyValue<String, byte[]>> entries) {
            throw new AssertionError("not used");
        }

        @Override
        public byte[] get(String key) {
            return store.get(key);
        }

        @Override
        public KeyValueIterator<String, byte[]> range(String from, String to) {
            return store.range(from, to);
        }

        @Override
        public KeyValueIterator<String, byte[]> all() {
            return store.all();
        }

        @Override
        public long approximateNumEntries() {
            return store.approximateNumEntries();
        }

        @Override
        public String name() {
            return store.name();
        }

        @Override
        public void init(StateStoreContext context, StateStore root) {}

        @Override
        public void flush() {}

        @Override
        public void close() {
            store.close();
        }

        @Override
        public boolean persistent() {
            return false;
        }

        @Override
        public boolean isOpen() {
            return store.isOpen();
        }
    }
}

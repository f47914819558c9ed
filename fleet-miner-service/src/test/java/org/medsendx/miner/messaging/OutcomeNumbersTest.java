package org.medsendx.miner.messaging;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.miner.sequence.ReceivedNumbers.Count;

class OutcomeNumbersTest {

    private static final String STREAM = "/trucks/T1/uplink epoch";
    private static final LocalDate DAY = LocalDate.of(2026, 7, 1);

    @TempDir Path folder;

    @Test
    void counts_each_number_once_and_what_is_below_the_highest_and_did_not_come() {
        var numbers = new OutcomeNumbers(store(Map.of()));
        for (long number : new long[] {1, 2, 2, 5000, 5000, 4}) {
            assertThat(numbers.take(STREAM, number, DAY)).isTrue();
        }
        assertThat(numbers.take(STREAM, Long.MAX_VALUE, DAY)).isFalse();

        assertThat(numbers.changed()).containsOnly(Map.entry(STREAM, new Count(4, 5000, DAY)));
        assertThat(numbers.changed()).isEmpty();
    }

    /** Of what was written since the last commit, a crash leaves of each key what it may. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void a_crash_makes_no_number_missing_and_counts_none_twice(long seed) {
        var random = new Random(seed);
        Map<String, byte[]> committed = Map.of();
        int crashes = 0;
        for (long from = 1; from < 9000; ) {
            var store = store(committed);
            var numbers = new OutcomeNumbers(store);
            long until = from + random.nextInt(900);
            for (long number = from; number < until; number++) {
                numbers.take(STREAM, number, DAY.plusDays(number / 700));
            }
            var left = new HashMap<>(committed);
            all(store)
                    .forEach((key, value) -> {
                        if (random.nextBoolean()) {
                            left.put(key, value);
                        }
                    });
            if (random.nextBoolean()) {
                committed = left;
                crashes++;
            } else {
                committed = all(store);
                from = until;
            }
        }

        var numbers = new OutcomeNumbers(store(committed));
        var count = requireNonNull(numbers.changed().get(STREAM));

        assertThat(crashes).isPositive();
        assertThat(count.missing()).isZero();
        assertThat(count.highest()).isGreaterThanOrEqualTo(9000 - 1);
    }

    @Test
    void a_stream_that_ended_is_forgotten_and_one_whose_day_was_lost_is_not() {
        var store = store(Map.of());
        var numbers = new OutcomeNumbers(store);
        numbers.take(STREAM, 1, DAY);
        numbers.take(STREAM + "2", 1, DAY.plusDays(300));
        store.delete(STREAM + "2");

        var again = new OutcomeNumbers(store);
        var today = DAY.plusDays(401);

        assertThat(again.forget(today.minusDays(400), today)).containsExactly(STREAM);
        assertThat(all(store).keySet()).allMatch(key -> key.startsWith(STREAM + "2"));
        assertThat(again.forget(today.plusDays(1), today.plusDays(401)))
                .containsExactly(STREAM + "2");
        assertThat(all(store)).isEmpty();
    }

    private static Map<String, byte[]> all(KeyValueStore<String, byte[]> store) {
        var map = new HashMap<String, byte[]>();
        try (var all = store.all()) {
            all.forEachRemaining(entry -> map.put(entry.key, entry.value));
        }
        return map;
    }

    private KeyValueStore<String, byte[]> store(Map<String, byte[]> kept) {
        var settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "miner");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        var context =
                new MockProcessorContext<byte[], byte[]>(
                        settings, new TaskId(0, 0), folder.toFile());
        var store =
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(FleetTopology.OUTCOMES),
                                Serdes.String(),
                                Serdes.ByteArray())
                        .withLoggingDisabled()
                        .build();
        store.init(context.getStateStoreContext(), store);
        kept.forEach(store::put);
        return store;
    }
}

package org.medsendx.miner.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.Features.Percentiles;
import org.medsendx.contracts.deidentified.Features.Tissue;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.contracts.deidentified.Stratum;
import org.medsendx.miner.board.FleetBoard;
import org.medsendx.miner.daily.ScannerDays;
import org.medsendx.miner.statistics.AnalysisOptions;
import org.medsendx.miner.telemetry.MinerMetrics;

/**
 * What an event costs from its bytes to its scanner's days as the second stage knows them, without
 * a broker. A measurement for docs/fleet-mining.md; the bounds are far, as the machine is shared.
 */
@EnabledIfSystemProperty(named = "medsendx.figures", matches = "true")
class StageCostsTest {

    private static final Instant BEGIN = Instant.parse("2026-07-01T00:00:00Z");
    private static final LocalDate DAY = LocalDate.of(2026, 6, 20);
    private static final int DAYS_BEFORE = 120;
    private static final int IMAGES = 20;
    private static final int WARMING = 3;
    private static final int MEASURED = 4;
    private static final Stratum STRATUM =
            new Stratum(
                    "CT", "CHEST", "ROUTINE", "120-129", "SIEMENS", "SOMATOM", "BR40", "3-5", "NO",
                    "NONE", "NONE", "NONE");
    private static final List<String> MEASURES =
            List.of(
                    "noise",
                    "noiseSlope",
                    "edgeWidth",
                    "blurRows",
                    "blurColumns",
                    "ringScore",
                    "kilovolts",
                    "tubeLoad",
                    "ctdiVol",
                    "pixelSpacing",
                    "sliceThickness");

    private final SplittableRandom random = new SplittableRandom(11);
    private final MockProcessorContext<byte[], byte[]> context = context();
    private final Map<String, Long> sequences = new HashMap<>();
    private final Map<Integer, Integer> images = new HashMap<>();
    private long made;

    /**
     * @param scanners of the fleet
     * @param events between two punctuations, over all of them in turn
     */
    @ParameterizedTest
    @CsvSource({"10, 20000", "100, 20000", "1000, 20000", "10000, 20000", "10000, 1000"})
    void an_event_in_fleets_of_ten_to_ten_thousand(int scanners, int events) {
        var kept = store(FleetTopology.SCANNERS);
        for (var name : List.of(FleetTopology.STREAMS, FleetTopology.PENDING)) {
            store(name);
        }
        for (var name :
                List.of(
                        FleetTopology.DAYS,
                        FleetTopology.DECIDED,
                        FleetTopology.FILES,
                        FleetTopology.SAID,
                        FleetTopology.COUNTS)) {
            store(name);
        }
        for (int s = 0; s < scanners; s++) {
            kept.put("S" + s, new Marked(0, history(s)).write());
        }
        var memory = new FleetMemory(context);
        var stage = stage();
        int turn = 0;
        long taking = 0;
        long folding = 0;
        long knowing = 0;
        long bytes = 0;
        for (int round = 0; round < WARMING + MEASURED; round++) {
            var records = new ArrayList<Record<byte[], byte[]>>(events);
            for (int i = 0; i < events; i++) {
                records.add(record(turn++ % scanners, DAY.plusDays(round)));
            }
            long begin = spent();
            records.forEach(stage::process);
            long taken = spent();
            // What came is part of the days when the commit that was asked for is done.
            punctuate();
            punctuate();
            long folded = spent();
            for (var forwarded : context.forwarded()) {
                var record = forwarded.record();
                if (Kind.of(record.headers()) == Kind.DAYS) {
                    var scanner = new String(record.key(), StandardCharsets.UTF_8);
                    assertThat(memory.days(scanner, record.value())).isTrue();
                    bytes += round < WARMING ? 0 : record.value().length;
                }
            }
            long known = spent();
            context.resetForwards();
            if (round >= WARMING) {
                taking += taken - begin;
                folding += folded - taken;
                knowing += known - folded;
            }
        }

        double all = 1e3 * MEASURED * events;
        double each = (taking + folding + knowing) / all;
        System.out.printf(
                Locale.ROOT,
                "%d scanners, %d events a punctuation: %.1f us an event (taken %.1f, into days %.1f,"
                        + " known to the fleet %.1f), %.0f events/s, %.0f bytes said an event%n",
                scanners,
                events,
                each,
                taking / all,
                folding / all,
                knowing / all,
                1e6 / each,
                (double) bytes / MEASURED / events);
        assertThat(memory.days()).hasSize(Math.min(scanners, (WARMING + MEASURED) * events));
        assertThat(each).isLessThan(5000);
    }

    private static long spent() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private MockProcessorContext<byte[], byte[]> context() {
        var settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "miner");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        return new MockProcessorContext<>(
                settings, new TaskId(0, 0), Path.of(System.getProperty("java.io.tmpdir")).toFile());
    }

    private KeyValueStore<String, byte[]> store(String name) {
        KeyValueStore<String, byte[]> store =
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(name),
                                Serdes.String(),
                                Serdes.ByteArray())
                        .withLoggingDisabled()
                        .build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
        return store;
    }

    private ScannerStage stage() {
        context.setCurrentSystemTimeMs(BEGIN.toEpochMilli());
        var stage =
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
        return stage;
    }

    private void punctuate() {
        context.scheduledPunctuators().getFirst().getPunctuator().punctuate(BEGIN.toEpochMilli());
        context.resetCommit();
    }

    /** Two exams of one image each day. */
    private byte[] history(int scanner) {
        var days = ScannerDays.of("S" + scanner);
        for (int day = DAYS_BEFORE; day > 0; day--) {
            for (int exam = 0; exam < 2; exam++) {
                days.take(scan(scanner, DAY.minusDays(day)));
                images.merge(scanner, IMAGES, Integer::sum);
            }
        }
        return days.write();
    }

    private Record<byte[], byte[]> record(int scanner, LocalDate day) {
        var scan = scan(scanner, day);
        var event =
                new Event<>(
                        "event-" + made,
                        "/trucks/T" + scanner + "/anonymizer-service",
                        sequences.merge("T" + scanner, 1L, Long::sum),
                        "epoch",
                        null,
                        scan);
        var headers = new RecordHeaders();
        EventCodec.headers(event)
                .forEach((k, v) -> headers.add(k, v.getBytes(StandardCharsets.UTF_8)));
        return new Record<>(
                event.data().key().getBytes(StandardCharsets.UTF_8),
                EventCodec.value(event.data()),
                BEGIN.toEpochMilli(),
                headers);
    }

    private ScanFeatures scan(int scanner, LocalDate day) {
        double gain = Math.exp(0.02 * random.nextGaussian());
        double share = 0.4 + 0.05 * random.nextDouble();
        var values = new HashMap<String, Double>();
        for (var name : MEASURES) {
            values.put(name, 10 * Math.exp(0.1 * random.nextGaussian()));
        }
        long id = made++;
        return new ScanFeatures(
                "%032x".formatted(id),
                "T" + scanner,
                "S" + scanner,
                day,
                STRATUM,
                new Features(
                        "HU",
                        262_144,
                        gain * 600 - 1000,
                        gain * 450,
                        -1000,
                        gain * 2500 - 1000,
                        new Percentiles(
                                -990,
                                gain * 20 - 1000,
                                gain * 30 - 1000,
                                gain * 1000 - 1000,
                                gain * 1040 - 1000,
                                gain * 1200 - 1000,
                                gain * 1700 - 1000),
                        List.of(
                                new Tissue("air", gain * 30 - 1000, share),
                                new Tissue("soft-tissue", gain * 1040 - 1000, 0.9 - share),
                                new Tissue("bone", gain * 1600 - 1000, 0.1))),
                "%016x%016x".formatted(scanner, images.merge(scanner, 1, Integer::sum) / IMAGES),
                "00000000000000aa");
    }
}

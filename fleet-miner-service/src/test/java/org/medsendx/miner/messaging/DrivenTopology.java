package org.medsendx.miner.messaging;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.UnreadableEventException;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.miner.board.FleetBoard;
import org.medsendx.miner.statistics.AnalysisOptions;
import org.medsendx.miner.telemetry.MinerMetrics;

/** The topology as Kafka Streams runs it, without a broker and with a clock of its own. */
final class DrivenTopology implements AutoCloseable {

    static final Instant BEGIN = Instant.parse("2026-07-01T00:00:00Z");

    private final TopologyTestDriver driver;

    DrivenTopology(Path folder, FleetBoard board, SimpleMeterRegistry registry) {
        this(
                folder,
                board,
                new MinerMetrics(registry, board, OpenTelemetry.noop().getTracer("test")));
    }

    DrivenTopology(Path folder, FleetBoard board, MinerMetrics metrics) {
        var settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "miner");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        var mining =
                new Mining(
                        AnalysisOptions.DEFAULT,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10),
                        400,
                        Duration.ofHours(1),
                        28);
        driver = new TopologyTestDriver(FleetTopology.of(mining, board, metrics), settings, BEGIN);
    }

    /** What is driven. */
    TopologyTestDriver driver() {
        return driver;
    }

    /** An event comes on its topic, under its key. */
    void pipe(Event<?> event) {
        var headers = new RecordHeaders();
        EventCodec.headers(event)
                .forEach((k, v) -> headers.add(k, v.getBytes(StandardCharsets.UTF_8)));
        pipe(
                event.data().topic().topicName(),
                event.data().key(),
                EventCodec.value(event.data()),
                headers);
    }

    /** Anything comes on a topic. */
    void pipe(String topic, String key, byte @Nullable [] value, RecordHeaders headers) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key.getBytes(StandardCharsets.UTF_8), value, headers));
    }

    /** Time passes at once, and what was due then is done. */
    void passes(Duration time) {
        driver.advanceWallClockTime(time);
    }

    /** What was said on a topic since the last call, what was taken back with a null value. */
    List<TestRecord<byte[], byte[]>> said(DeidentifiedTopic topic) {
        return driver.createOutputTopic(
                        topic.topicName(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    /** Shows on a board what was said on a topic since the last call, and tells what that was. */
    List<Payload> show(DeidentifiedTopic topic, FleetBoard board) {
        var shown = new ArrayList<Payload>();
        for (var record : said(topic)) {
            if (record.value() == null) {
                board.forget(topic, new String(record.key(), StandardCharsets.UTF_8));
            } else {
                var payload =
                        read(topic.payload(), headers(record.headers()), record.value()).data();
                board.take(payload, record.timestamp());
                shown.add(payload);
            }
        }
        return shown;
    }

    static Map<String, String> headers(Headers headers) {
        var map = new HashMap<String, String>();
        headers.forEach(h -> map.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
        return map;
    }

    static <P extends Payload> Event<P> read(
            Class<P> payload, Map<String, String> headers, byte[] value) {
        try {
            return EventCodec.read(payload, headers, value);
        } catch (UnreadableEventException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        driver.close();
    }
}

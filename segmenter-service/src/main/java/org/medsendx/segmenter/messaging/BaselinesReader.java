package org.medsendx.segmenter.messaging;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.medsendx.contracts.deidentified.BaselineReceived;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.outbox.Backoff;
import org.medsendx.outbox.kafka.RecordTaker;
import org.medsendx.outbox.kafka.TableReader;
import org.medsendx.outbox.work.WorkHealth;
import org.medsendx.segmenter.config.SegmenterConfig;
import org.medsendx.segmenter.usual.FleetUsual;
import org.medsendx.servicehealth.WorkWatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows {@code baselines.received.v1}, from its beginning at each start. A record that cannot be
 * read is passed by: it is nobody's work, and what is usual is said again.
 */
@ApplicationScoped
public class BaselinesReader {

    private static final Logger LOG = LoggerFactory.getLogger(BaselinesReader.class);

    private final FleetUsual fleet;
    private final SegmenterConfig config;
    private final TableReader reader;

    public BaselinesReader(
            FleetUsual fleet,
            SegmenterConfig config,
            @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.fleet = fleet;
        this.config = config;
        this.reader =
                new TableReader(
                        () -> TableReader.consumer(kafka),
                        List.of(DeidentifiedTopic.BASELINES_RECEIVED),
                        records -> records.forEach(this::take),
                        Duration.ZERO,
                        new Backoff(config.retryFirst(), config.retryLongest(), new Random()));
    }

    void start(@Observes StartupEvent event, WorkWatch work) {
        if (config.triage().fleetAge().isZero()) {
            return;
        }
        var thread = reader.start("fleet-usual");
        work.watch("baselines", WorkHealth.of(thread::isAlive));
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            return;
        }
        if (record.value() == null) {
            fleet.forget(new String(record.key(), StandardCharsets.UTF_8));
            return;
        }
        var event = RecordTaker.readOrPassBy(BaselineReceived.class, record, LOG);
        if (event != null) {
            fleet.take(event.data());
        }
    }

    void stop(@Observes @Priority(RecordTaker.STOPS) ShutdownEvent event) {
        reader.close();
    }
}

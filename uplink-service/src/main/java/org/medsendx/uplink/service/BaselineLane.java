package org.medsendx.uplink.service;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.outbox.Backoff;
import org.medsendx.outbox.kafka.KafkaPublisher;
import org.medsendx.outbox.kafka.TableReader;
import org.medsendx.outbox.work.OpenParts;
import org.medsendx.outbox.work.WorkHealth;
import org.medsendx.servicehealth.WorkWatch;
import org.medsendx.uplink.baselines.FleetTable;
import org.medsendx.uplink.telemetry.UplinkMetrics;

/** The one way in: what the fleet calls usual, from the cloud's Kafka to the truck's. */
final class BaselineLane {

    /** Features of kinds of scans; a fleet has hundreds. */
    static final int MOST = 4000;

    private static final Duration SHORTEST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private BaselineLane() {}

    /**
     * Begins to look.
     *
     * @param every time between two looks; zero for none at all
     */
    static void open(
            Duration every,
            Map<String, String> cloudKafka,
            Map<String, Object> truckKafka,
            WorkWatch work,
            UplinkMetrics metrics,
            OpenParts open) {
        if (every.isZero() || every.isNegative()) {
            return;
        }
        var baselines =
                open.keep(
                        new FleetBaselines(
                                new FleetTable(MOST),
                                new KafkaPublisher(
                                        KafkaPublisher.settings(name ->
                                                Optional.ofNullable(truckKafka.get(name))
                                                        .map(Object::toString)))));
        var longest = LONGEST.compareTo(every) < 0 ? LONGEST : every;
        var shortest = SHORTEST.compareTo(longest) < 0 ? SHORTEST : longest;
        var reader =
                open.keep(
                        new TableReader(
                                () -> TableReader.consumer(cloudKafka),
                                List.of(DeidentifiedTopic.FLEET_BASELINES),
                                baselines,
                                every,
                                new Backoff(shortest, longest, new Random())));
        var thread = reader.start("fleet-baselines");
        work.watch("baselines", WorkHealth.of(thread::isAlive));
        metrics.showBaselines(baselines::size);
    }
}

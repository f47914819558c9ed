package org.medsendx.anonymizer.messaging;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.medsendx.outbox.Outbox;
import org.medsendx.outbox.Relay;
import org.medsendx.outbox.kafka.KafkaPublisher;
import org.medsendx.outbox.work.WorkHealth;
import org.medsendx.servicehealth.WorkWatch;
import org.medsendx.servicehealth.traces.StageSpans;
import org.medsendx.servicehealth.traces.TracedPublisher;

/** Starts relays to the truck's broker and shows how far they are behind. */
@Singleton
public class EventRelays {

    private static final String PREFIX = "kafka.";

    private final Config config;
    private final MeterRegistry meters;
    private final WorkWatch work;
    private final StageSpans spans;

    EventRelays(Config config, MeterRegistry meters, WorkWatch work, StageSpans spans) {
        this.spans = spans;
        this.config = config;
        this.meters = meters;
        this.work = work;
    }

    /**
     * Starts to publish an outbox.
     *
     * @param cursor file that keeps where it stands
     */
    public Relay start(String name, Outbox outbox, Path cursor) {
        var relay =
                Relay.start(
                        outbox,
                        cursor,
                        new TracedPublisher(new KafkaPublisher(settings()), spans),
                        config.getValue("medsendx.anonymizer.log-check-every", Duration.class));
        Gauge.builder("medsendx.anonymizer.outbox.backlog", relay, Relay::backlog)
                .description("Events on disk that the broker has not acknowledged yet")
                .tag("outbox", name)
                .strongReference(true)
                .register(meters);
        Gauge.builder("medsendx.anonymizer.kafka.connected", relay, r -> r.connected() ? 1 : 0)
                .description("1 when the last attempt to publish succeeded")
                .tag("outbox", name)
                .strongReference(true)
                .register(meters);
        work.watch("relay-" + name, WorkHealth.of(relay::alive));
        return relay;
    }

    /** The producer settings below {@code kafka.}, such as {@code kafka.bootstrap.servers}. */
    private Map<String, String> settings() {
        return KafkaPublisher.settings(
                name -> config.getOptionalValue(PREFIX + name, String.class));
    }
}

package org.medsendx.uplink.telemetry;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.medsendx.servicehealth.ConsumerChannels;
import org.medsendx.servicehealth.WorkWatch;

/** Every channel is a part of the work. */
@ApplicationScoped
class ChannelHealth {

    // After the channels, which open at 1000.
    void start(@Observes StartupEvent event, KafkaClientService clients, WorkWatch work) {
        ConsumerChannels.watch(clients, work);
    }
}

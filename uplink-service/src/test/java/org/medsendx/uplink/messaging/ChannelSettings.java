package org.medsendx.uplink.messaging;

import io.smallrye.reactive.messaging.ClientCustomizer;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorIncomingConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.Config;

/** Keeps what the connector itself reads for each channel, while it makes the client. */
@ApplicationScoped
public class ChannelSettings implements ClientCustomizer<Map<String, Object>> {

    private final Map<String, KafkaConnectorIncomingConfiguration> channels =
            new ConcurrentHashMap<>();

    @Override
    public Map<String, Object> customize(
            String channel, Config config, Map<String, Object> settings) {
        channels.put(channel, new KafkaConnectorIncomingConfiguration(config));
        return settings;
    }

    KafkaConnectorIncomingConfiguration of(String channel) {
        return Objects.requireNonNull(channels.get(channel), channel);
    }
}

package org.medsendx.miner.config;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** One line for each change of the stream, so that a log says what the service waits for. */
@ApplicationScoped
public class StreamWatch implements KafkaStreams.StateListener {

    private static final Logger LOG = Logger.getLogger(StreamWatch.class);

    private final String topics;

    StreamWatch(@ConfigProperty(name = "quarkus.kafka-streams.topics") String topics) {
        this.topics = topics;
    }

    void onStart(@Observes StartupEvent event) {
        LOG.infof("mining begins when the broker is there and has the topics %s", topics);
    }

    @Override
    public void onChange(State now, State before) {
        LOG.infof("stream: %s -> %s", before, now);
    }
}

package org.medsendx.servicehealth;

import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.medsendx.outbox.kafka.ConsumerWatch;

/** The channels of a service that read from Kafka, as parts of its work. */
public final class ConsumerChannels {

    private ConsumerChannels() {}

    /** Watches every channel that is open; to be called once the channels have opened. */
    public static void watch(KafkaClientService clients, WorkWatch work) {
        for (String channel : clients.getConsumerChannels()) {
            var consumer = clients.getConsumer(channel);
            work.watch(
                    "channel-" + channel,
                    new ConsumerWatch(new Channel(consumer), consumer.configuration()));
        }
    }

    private record Channel(KafkaConsumer<?, ?> consumer) implements ConsumerWatch.Client {

        @Override
        public CompletionStage<Set<TopicPartition>> assignment() {
            return consumer.getAssignments().subscribeAsCompletionStage();
        }

        @Override
        public Map<MetricName, ? extends Metric> metrics() {
            return consumer.unwrap().metrics();
        }
    }
}

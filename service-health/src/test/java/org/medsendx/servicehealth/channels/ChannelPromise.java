package org.medsendx.servicehealth.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import java.util.HashMap;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** What a channel effectively runs with, whatever a file seems to say. */
public final class ChannelPromise {

    private ChannelPromise() {}

    /** Fails where a channel could lose a record, skip it, or stop at it for ever. */
    public static void isKept(
            KafkaClientService clients,
            ChannelSettings settings,
            String channel,
            String topic,
            String group) {
        var client = new HashMap<String, Object>(clients.getConsumer(channel).configuration());
        assertThat(client.keySet()).isSubsetOf(ConsumerConfig.configNames());
        var effective = new ConsumerConfig(client);
        assertThat(effective.getString("group.id")).isEqualTo(group);
        assertThat(effective.getString("auto.offset.reset")).isEqualTo("earliest");
        assertThat(effective.getBoolean("enable.auto.commit")).isFalse();
        assertThat(effective.getClass("key.deserializer").getSimpleName())
                .isEqualTo("ByteArrayDeserializer");
        assertThat(effective.getClass("value.deserializer").getSimpleName())
                .isEqualTo("ByteArrayDeserializer");

        // What is not gathered comes at once, however seldom the broker is asked.
        assertThat(effective.getInt("fetch.max.wait.ms"))
                .isEqualTo(effective.getInt("fetch.min.bytes") == 1 ? 5000 : 1000);

        var connector = settings.of(channel);
        assertThat(connector.getTopic()).contains(topic);
        assertThat(connector.getCommitStrategy()).contains("throttled");
        // 0: no age of a record in hand stops the channel.
        assertThat(connector.getThrottledUnprocessedRecordMaxAgeMs()).isZero();
        // A failed poll is tried again for ever; a record that was not handled is not skipped.
        assertThat(connector.getRetry()).isTrue();
        assertThat(connector.getRetryAttempts()).isEqualTo(-1);
        assertThat(connector.getFailureStrategy()).isEqualTo("fail");
        assertThat(connector.getCloudEvents()).isFalse();
        // Two seconds a channel: with six of them a pod would be killed before it ended.
        assertThat(connector.getGracefulShutdown()).isFalse();
        assertThat(connector.getHealthEnabled()).isFalse();
    }

    /** The channels that take what comes within a second at once, because nobody waits for it. */
    public static List<String> gathered(KafkaClientService clients) {
        return clients.getConsumerChannels().stream()
                .filter(channel -> {
                    var client =
                            new HashMap<String, Object>(
                                    clients.getConsumer(channel).configuration());
                    return new ConsumerConfig(client).getInt("fetch.min.bytes") > 1;
                })
                .sorted()
                .toList();
    }
}

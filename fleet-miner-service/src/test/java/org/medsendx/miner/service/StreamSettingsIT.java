package org.medsendx.miner.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

/** What the stream and its clients effectively run with. There is no broker, and none is needed. */
@QuarkusTest
class StreamSettingsIT {

    @Inject StreamsConfig stream;

    @Test
    void the_stream_runs_with_the_settings_of_the_file() {
        assertThat(stream.getString("application.id")).isEqualTo("fleet-miner-service-2");
        assertThat(stream.getList("bootstrap.servers")).containsExactly("127.0.0.1:9092");
        assertThat(stream.getInt("num.stream.threads")).isEqualTo(1);
        assertThat(stream.getLong("commit.interval.ms")).isEqualTo(1000);
        assertThat(stream.getInt("replication.factor")).isEqualTo(1);
        assertThat(Path.of(stream.getString("state.dir")))
                .isEqualTo(Path.of(System.getProperty("java.io.tmpdir"), "medsendx-fleet-miner"));
        assertThat(stream.getString("processing.guarantee")).isEqualTo("at_least_once");
        assertThat(stream.getInt("num.standby.replicas")).isEqualTo(1);
    }

    @Test
    void its_consumer_runs_with_the_settings_of_the_file() {
        var effective =
                new ConsumerConfig(
                        deserializing(stream.getMainConsumerConfigs("fleet", "client", 1)));

        assertThat(effective.getString("auto.offset.reset")).isEqualTo("earliest");
        assertThat(effective.getBoolean("enable.auto.commit")).isFalse();
        assertThat(effective.getInt("session.timeout.ms")).isEqualTo(10_000);
        assertThat(effective.getInt("max.poll.interval.ms")).isEqualTo(300_000);
    }

    @Test
    void its_producer_runs_with_the_settings_of_the_file() {
        var effective = new ProducerConfig(serializing(stream.getProducerConfigs("client")));

        assertThat(effective.getLong("linger.ms")).isEqualTo(5);
        assertThat(effective.getString("compression.type")).isEqualTo("gzip");
        assertThat(effective.getBoolean("enable.idempotence")).isTrue();
        assertThat(effective.getString("acks")).isEqualTo("-1");
    }

    @Test
    void the_board_sees_all_that_is_said_and_belongs_to_no_group() {
        var effective = new ConsumerConfig(deserializing(stream.getGlobalConsumerConfigs("board")));

        // It follows the guarantee: with exactly_once_v2 this is read_committed.
        assertThat(effective.getString("isolation.level")).isEqualTo("read_uncommitted");
        assertThat(effective.getString("group.id")).isNull();
        assertThat(effective.getBoolean("enable.auto.commit")).isFalse();
    }

    @Test
    void what_people_do_is_acknowledged_by_all_replicas_and_outside_of_transactions() {
        var effective = new ProducerConfig(serializing(stream.getProducerConfigs("actions")));

        assertThat(effective.getString("acks")).isEqualTo("-1");
        assertThat(effective.getBoolean("enable.idempotence")).isTrue();
        assertThat(effective.getString("transactional.id")).isNull();
    }

    // Quarkus and Kafka Streams hand on what they do not know; a name with quotes is a mistake.
    @Test
    void the_stream_is_told_no_name_in_quotes() {
        assertThat(stream.originals().keySet()).noneMatch(name -> name.contains("\""));
    }

    private static Map<String, Object> deserializing(Map<String, Object> settings) {
        var all = new HashMap<>(settings);
        var bytes = "org.apache.kafka.common.serialization.ByteArrayDeserializer";
        all.put("key.deserializer", bytes);
        all.put("value.deserializer", bytes);
        return all;
    }

    private static Map<String, Object> serializing(Map<String, Object> settings) {
        var all = new HashMap<>(settings);
        var bytes = "org.apache.kafka.common.serialization.ByteArraySerializer";
        all.put("key.serializer", bytes);
        all.put("value.serializer", bytes);
        return all;
    }
}

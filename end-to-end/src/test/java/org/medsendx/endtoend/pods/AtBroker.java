package org.medsendx.endtoend.pods;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.medsendx.contracts.catalogue.Broker;
import org.medsendx.contracts.catalogue.Rights;

/**
 * What is done at a broker from a process of its own, which may stand in the network of a pod, and
 * finds the broker by its name with a file of hosts.
 */
final class AtBroker {

    private static final Duration ONCE = Duration.ofMillis(500);

    private AtBroker() {}

    /** Arguments: what to do, the properties of the client, and a topic where one is tried. */
    public static void main(String[] args) throws Exception {
        var client = properties(Path.of(args[1]));
        switch (args[0]) {
            case "rights" -> rights(client);
            case "watch" -> watch(client);
            case "try" ->
                    System.out.println(
                            "read " + read(client, args[2]) + ", write " + write(client, args[2]));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static Map<String, Object> properties(Path file) throws IOException {
        var properties = new Properties();
        try (var in = Files.newInputStream(file)) {
            properties.load(in);
        }
        var client = new HashMap<String, Object>();
        properties.forEach((key, value) -> client.put((String) key, value));
        client.put("default.api.timeout.ms", "15000");
        client.put("request.timeout.ms", "10000");
        client.put("max.block.ms", "10000");
        client.put("delivery.timeout.ms", "11000");
        return client;
    }

    // As deploy/base/kafka/rights.sh does at the cloud's broker, in one go.
    private static void rights(Map<String, Object> client) throws Exception {
        try (var admin = Admin.create(client)) {
            admin.createTopics(
                            Rights.table(Broker.CLOUD).stream()
                                    .map(row -> new NewTopic(row.topic().topicName(), 1, (short) 1))
                                    .toList())
                    .all()
                    .get();
            admin.createAcls(
                            Rights.grants(Broker.CLOUD).stream()
                                    .map(grant ->
                                            new AclBinding(
                                                    new ResourcePattern(
                                                            ResourceType.valueOf(
                                                                    grant.kind().name()),
                                                            grant.name(),
                                                            grant.prefixed()
                                                                    ? PatternType.PREFIXED
                                                                    : PatternType.LITERAL),
                                                    new AccessControlEntry(
                                                            "User:" + grant.principal().userName(),
                                                            "*",
                                                            AclOperation.valueOf(
                                                                    grant.operation().name()),
                                                            AclPermissionType.ALLOW)))
                                    .toList())
                    .all()
                    .get();
        }
    }

    /** Prints topic, id and subject of each event there is and comes. */
    private static void watch(Map<String, Object> client) {
        client.put("auto.offset.reset", "earliest");
        try (var consumer = consumer(client)) {
            while (true) {
                var partitions =
                        consumer.listTopics().values().stream()
                                .flatMap(List::stream)
                                .filter(p -> !p.topic().startsWith("__"))
                                .map(p -> new TopicPartition(p.topic(), p.partition()))
                                .toList();
                if (!consumer.assignment().containsAll(partitions)) {
                    consumer.assign(partitions);
                }
                if (consumer.assignment().isEmpty()) {
                    continue;
                }
                for (var record : consumer.poll(ONCE)) {
                    System.out.println(
                            record.topic()
                                    + " "
                                    + header(record.headers(), "ce_id")
                                    + " "
                                    + header(record.headers(), "ce_subject"));
                }
            }
        }
    }

    private static String header(Headers headers, String name) {
        var header = headers.lastHeader(name);
        return header == null ? "-" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> client) {
        return new KafkaConsumer<>(
                client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static String read(Map<String, Object> client, String topic) {
        try (var consumer = consumer(client)) {
            var partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            consumer.poll(Duration.ofSeconds(3));
            return "allowed";
        } catch (AuthorizationException e) {
            return "denied";
        } catch (TimeoutException e) {
            return "unreachable";
        }
    }

    private static String write(Map<String, Object> client, String topic)
            throws InterruptedException {
        try (var producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, new byte[0])).get();
            return "allowed";
        } catch (ExecutionException e) {
            return e.getCause() instanceof AuthorizationException ? "denied" : "unreachable";
        } catch (AuthorizationException e) {
            return "denied";
        }
    }
}

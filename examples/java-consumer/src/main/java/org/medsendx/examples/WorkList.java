package org.medsendx.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Prints the scans that were assessed and lie in the bucket, most urgent first. It keeps all in
 * memory and begins at the beginning, as suits an example; a real one keeps what it has seen.
 */
public final class WorkList {

    private static final String ASSESSED = "scans.assessed.v1";
    private static final String UPLOADED = "instances.uploaded.v1";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Set<String> seen = new HashSet<>();
    private final Map<String, TreeSet<Long>> sequences = new TreeMap<>();
    private final Map<String, Scan> assessed = new HashMap<>();
    private final Set<String> uploaded = new HashSet<>();
    private int repeats;
    private int unreadable;

    private record Scan(int priority, String modality, String quality, String objectKey) {}

    private WorkList() {}

    /**
     * Arguments: {@code CLIENT.properties [--until-idle SECONDS]}. The file says where the broker
     * is and how to log in, as any Kafka client takes it.
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 1 && !(args.length == 3 && args[1].equals("--until-idle"))) {
            System.err.println("usage: WorkList CLIENT.properties [--until-idle SECONDS]");
            System.exit(2);
        }
        Duration idle = args.length == 3 ? Duration.ofSeconds(Long.parseLong(args[2])) : null;
        new WorkList().follow(Path.of(args[0]), idle);
    }

    private void follow(Path client, @Nullable Duration untilIdle) throws IOException {
        var settings = new Properties();
        try (var in = Files.newInputStream(client)) {
            settings.load(in);
        }
        settings.setProperty("isolation.level", "read_committed");
        // No group: every start reads all that the broker still has, and nobody's place is kept.
        try (var consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions =
                    List.of(ASSESSED, UPLOADED).stream()
                            .flatMap(topic -> consumer.partitionsFor(topic).stream())
                            .map(p ->
                                    new org.apache.kafka.common.TopicPartition(
                                            p.topic(), p.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long last = System.nanoTime();
            while (untilIdle == null || System.nanoTime() - last < untilIdle.toNanos()) {
                for (var record : consumer.poll(Duration.ofMillis(500))) {
                    take(record);
                    last = System.nanoTime();
                }
            }
        }
        print();
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        String id = header(record, "ce_id");
        if (id == null || !seen.add(id)) {
            repeats++;
            return;
        }
        try {
            JsonNode value = JSON.readTree(record.value());
            String object = value.required("objectId").asText();
            if (record.topic().equals(ASSESSED)) {
                assessed.put(
                        object,
                        new Scan(
                                value.required("triage").required("priority").asInt(),
                                value.required("modality").asText(),
                                value.required("quality").required("verdict").asText(),
                                value.required("objectKey").asText()));
            } else if (value.required("kind").asText().equals("INSTANCE")) {
                // The object is in the bucket and was verified there: from now on it can be
                // fetched.
                uploaded.add(object);
            }
            count(record);
        } catch (IOException | IllegalArgumentException e) {
            // A fault of the writer: where it is, not what it says.
            unreadable++;
            System.err.printf(
                    "put aside %s/%d/%d%n", record.topic(), record.partition(), record.offset());
        }
    }

    /** Each source, topic and epoch counts 1, 2, 3 ...; what is missing is lost or still coming. */
    private void count(ConsumerRecord<byte[], byte[]> record) {
        String sequence = header(record, "ce_sequence");
        if (sequence != null) {
            String stream =
                    header(record, "ce_source")
                            + " "
                            + record.topic()
                            + " "
                            + header(record, "ce_epoch");
            sequences.computeIfAbsent(stream, s -> new TreeSet<>()).add(Long.valueOf(sequence));
        }
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private void print() {
        assessed.entrySet().stream()
                .filter(entry -> uploaded.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .sorted(
                        Comparator.comparingInt(Scan::priority)
                                .reversed()
                                .thenComparing(Scan::objectKey))
                .forEach(scan ->
                        System.out.printf(
                                "%3d  %-3s %-12s %s.dcm%n",
                                scan.priority(),
                                scan.modality(),
                                scan.quality(),
                                scan.objectKey()));
        long missing = sequences.values().stream().mapToLong(set -> set.last() - set.size()).sum();
        System.out.printf(
                "%d scans, %d repeats dropped, %d unreadable, %d missing%n",
                assessed.keySet().stream().filter(uploaded::contains).count(),
                repeats,
                unreadable,
                missing);
    }
}

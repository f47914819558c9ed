package org.medsendx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.catalogue.Broker;
import org.medsendx.localstack.follow.Tracker;
import org.medsendx.localstack.follow.Tracker.End;
import org.medsendx.localstack.result.OutFolder;
import org.medsendx.localstack.send.InputFile;

/** A truck is backed up at work, lost, and goes on from the backup on new folders. */
@ExtendWith(RunningStack.class)
class RestoreIT {

    private static final List<String> VOLUMES =
            List.of("identified", "deidentified", "derived", "features", "uplink");
    private static final List<String> SERVICES =
            List.of("edge-ingest", "anonymizer-service", "segmenter-service", "uplink-service");

    private static String command(Path log, String... arguments) throws Exception {
        var app = Tree.home().resolve("anonymizer-service/target/quarkus-app");
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-XX:+UseSerialGC",
                                "-cp",
                                app + "/app/*:" + app + "/lib/main/*",
                                "org.medsendx.backup.BackupCommand"));
        command.addAll(List.of(arguments));
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        return Files.readString(log);
    }

    private static String[] with(List<String> volumes, String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(1, volumes);
        return all.toArray(String[]::new);
    }

    private static void assertReleased(List<InputFile> inputs, Tracker tracker) {
        assertThat(inputs)
                .allSatisfy(
                        input -> assertThat(tracker.end(input)).isInstanceOf(End.Released.class));
    }

    private static Set<String> instances() {
        var keys = new HashSet<>(RunningStack.get().objects().keys());
        // What is made of an instance has a word between its UID and the end.
        keys.removeIf(key -> !key.matches(".*/[0-9.]+\\.dcm"));
        return keys;
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    /** Event ids by what numbers them: source, topic, epoch and sequence. */
    private static Map<String, Set<String>> numbered() {
        var ids = new HashMap<String, Set<String>>();
        for (var record : TopicRecords.all(Broker.CLOUD)) {
            var sequence = record.headers().lastHeader("ce_sequence");
            // The miner's own topics, where it throws away what it has read, are not the truck's.
            if (sequence != null
                    && !record.topic().startsWith("fleet-miner-service-")
                    && header(record, "ce_source").startsWith("/trucks/")) {
                var number =
                        String.join(
                                " ",
                                header(record, "ce_source"),
                                record.topic(),
                                header(record, "ce_epoch"),
                                header(record, "ce_sequence"));
                ids.computeIfAbsent(number, _ -> new HashSet<>()).add(header(record, "ce_id"));
            }
        }
        return ids;
    }

    private static Set<String> epochs(Map<String, Set<String>> numbered) {
        var epochs = new HashSet<String>();
        numbered.keySet().forEach(number -> epochs.add(number.split(" ")[2]));
        return epochs;
    }

    private static int parked() throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(
                                    URI.create(RunningStack.get().addresses().uplink() + "/uplink"))
                            .build();
            return EventCodec.JSON
                    .readTree(http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body())
                    .path("parked")
                    .size();
        }
    }

    @Test
    void a_lost_truck_goes_on_with_its_pseudonyms_numbers_and_uploads() throws Exception {
        var stack = RunningStack.get();
        var work = stack.folders().work();
        var vault = RunningStack.folder("backups");
        var log = vault.resolve("log.txt");
        var volumes = new ArrayList<String>();
        VOLUMES.forEach(
                name -> volumes.addAll(List.of("--" + name, work.resolve(name).toString())));
        var keys = work.resolve("identified/anonymizer/keys");
        var holder = vault.resolve("holder.key");
        var publicKey = vault.resolve("holder.pub");
        Files.writeString(publicKey, command(log, "new-key", holder.toString()));
        var early = RunningStack.scans(10);
        assertReleased(early, RunningStack.sendAndFollow(early));
        int parkedBefore = parked();

        // Backed up while scans come in.
        var drill = new Drill(stack);
        var scanner = drill.sending(20);
        var books = vault.resolve("truck.age");
        var said =
                command(
                        log,
                        with(
                                volumes,
                                "volumes",
                                "--recipients",
                                publicKey.toString(),
                                "--to",
                                books.toString()));
        assertThat(said).contains("written and read back");
        command(
                log,
                "keys",
                "--recipients",
                publicKey.toString(),
                "--to",
                vault.resolve("keys.age").toString(),
                keys.resolve("vault.key").toString(),
                keys.resolve("report-signing.pem").toString());
        scanner.join();
        // Of these the backup knows nothing; they are in the cloud before the truck is lost.
        var late = RunningStack.scans(5);
        assertReleased(late, RunningStack.sendAndFollow(late));
        await().atMost(Duration.ofMinutes(2)).until(() -> instances().size(), stable());
        var inCloud = instances();
        var numberedBefore = numbered();

        for (var service : SERVICES) {
            stack.takeDown(service);
        }
        stack.takeDown("kafka-truck");
        for (var volume : VOLUMES) {
            OutFolder.delete(work.resolve(volume));
        }
        OutFolder.delete(work.resolve("kafka-truck").resolve("data"));

        command(log, with(volumes, "restore", "--key", holder.toString(), books.toString()));
        command(
                log,
                "restore-keys",
                "--key",
                holder.toString(),
                "--to",
                keys.toString(),
                vault.resolve("keys.age").toString());
        drill.back("kafka-truck");
        drill.back(SERVICES.toArray(String[]::new));

        // The same scans again, as from a scanner that still has them: same patient, same
        // pseudonym, same keys in the bucket, and the instances there are the same to the byte.
        assertReleased(late, RunningStack.sendAndFollow(late));
        assertThat(instances()).isEqualTo(inCloud);
        var next = RunningStack.scans(5);
        assertReleased(next, RunningStack.sendAndFollow(next));
        assertThat(instances()).hasSize(inCloud.size() + next.size()).containsAll(inCloud);
        assertThat(parked()).isEqualTo(parkedBefore);

        var numbered = numbered();
        assertThat(numbered).allSatisfy((_, ids) -> assertThat(ids).hasSize(1));
        assertThat(numbered).containsAllEntriesOf(numberedBefore);
        assertThat(epochs(numbered)).hasSizeGreaterThan(epochs(numberedBefore).size());
    }

    /** A number that two looks in a row have seen. */
    private static java.util.function.Predicate<Integer> stable() {
        var last = new int[] {-1};
        return now -> {
            boolean same = last[0] == now;
            last[0] = now;
            return same;
        };
    }
}

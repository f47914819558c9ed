package org.medsendx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.medsendx.contracts.catalogue.Broker;
import org.medsendx.localstack.follow.Follower;
import org.medsendx.localstack.follow.Tracker;
import org.medsendx.localstack.follow.Tracker.End;
import org.medsendx.localstack.follow.Tracker.Stage;
import org.medsendx.localstack.send.InputFile;

/** Parts are killed as a power cut would; nothing is lost and nothing is doubled. */
@ExtendWith(RunningStack.class)
class OutageIT {

    @AfterEach
    void everything_runs_again() throws Exception {
        var stack = RunningStack.get();
        for (var process : stack.processes()) {
            if (!process.alive()) {
                stack.restart(process.name());
                stack.awaitReady(process.name());
            }
        }
    }

    @Test
    void scans_are_taken_while_kafka_is_down_and_go_on_when_it_is_back() throws Exception {
        var stack = RunningStack.get();
        stack.takeDown("kafka-truck");
        var inputs = RunningStack.scans(5);
        var tracker = new Tracker(inputs.size());
        RunningStack.send(inputs, tracker);

        stack.restart("kafka-truck");
        stack.awaitReady("kafka-truck");
        RunningStack.follow(tracker);

        assertAllReleasedOnce(inputs, tracker);
    }

    @Test
    void edge_ingest_starts_and_takes_scans_without_kafka() throws Exception {
        var stack = RunningStack.get();
        stack.takeDown("edge-ingest");
        stack.takeDown("kafka-truck");
        stack.restart("edge-ingest");
        stack.awaitReady("edge-ingest");
        var inputs = RunningStack.scans(5);
        var tracker = new Tracker(inputs.size());
        RunningStack.send(inputs, tracker);

        stack.restart("kafka-truck");
        stack.awaitReady("kafka-truck");
        RunningStack.follow(tracker);

        assertAllReleasedOnce(inputs, tracker);
    }

    @Test
    void uploads_wait_while_the_object_store_is_down() throws Exception {
        var stack = RunningStack.get();
        stack.takeDown("s3");
        var inputs = RunningStack.scans(5);
        var tracker = new Tracker(inputs.size());
        RunningStack.send(inputs, tracker);
        try (var follower = Follower.start(tracker, stack)) {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> done(tracker, Stage.segmented) == inputs.size());
            assertThat(done(tracker, Stage.uploaded)).isZero();
        }

        stack.restart("s3");
        stack.awaitReady("s3");
        RunningStack.follow(tracker);

        assertAllReleasedOnce(inputs, tracker);
    }

    @Test
    void every_truck_service_can_be_killed_in_the_middle() throws Exception {
        var stack = RunningStack.get();
        var inputs = RunningStack.scans(20);
        var tracker = new Tracker(inputs.size());
        RunningStack.send(inputs, tracker);
        for (var service : List.of("anonymizer-service", "segmenter-service", "uplink-service")) {
            stack.takeDown(service);
            stack.restart(service);
        }
        stack.awaitReady("anonymizer-service");
        stack.takeDown("anonymizer-service");
        stack.restart("anonymizer-service");

        RunningStack.follow(tracker);

        assertAllReleasedOnce(inputs, tracker);
    }

    private static long done(Tracker tracker, Stage stage) {
        var progress = tracker.progress().get(stage);
        return progress == null ? 0 : progress.done();
    }

    // Each scan is released, and what the cloud heard of it differs by event id: a repeat has the
    // id of the first.
    private static void assertAllReleasedOnce(List<InputFile> inputs, Tracker tracker) {
        var objects = new HashSet<String>();
        for (var input : inputs) {
            assertThat(tracker.end(input)).isInstanceOf(End.Released.class);
            if (tracker.end(input) instanceof End.Released released) {
                objects.add(released.objectId().toString());
            }
        }
        assertThat(objects).hasSameSizeAs(inputs);
        // The instance and everything that is made of every scan; an image with classes has more.
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> {
                    var uploads = uploads();
                    for (var object : objects) {
                        assertThat(uploads.getOrDefault(object, Map.of()))
                                .containsKeys("INSTANCE", "HIGHLIGHT", "MEASUREMENTS", "THUMBNAIL");
                    }
                });
        uploads().entrySet().stream()
                .filter(upload -> objects.contains(upload.getKey()))
                .flatMap(upload -> upload.getValue().values().stream())
                .forEach(ids -> assertThat(ids).hasSize(1));
    }

    /** The ids of the events that the cloud has of each object, by kind of upload. */
    private static Map<String, Map<String, Set<String>>> uploads() {
        var uploads = new HashMap<String, Map<String, Set<String>>>();
        for (var record : TopicRecords.all(Broker.CLOUD)) {
            if (record.topic().equals("instances.uploaded.v1")) {
                var kind =
                        new String(record.value(), StandardCharsets.UTF_8)
                                .replaceAll(".*\"kind\":\"([A-Z]+)\".*", "$1");
                uploads.computeIfAbsent(
                                header(record.headers().lastHeader("ce_subject").value()),
                                object -> new HashMap<>())
                        .computeIfAbsent(kind, any -> new HashSet<>())
                        .add(header(record.headers().lastHeader("ce_id").value()));
            }
        }
        return uploads;
    }

    private static String header(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }
}

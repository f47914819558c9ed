package org.medsendx.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.medsendx.outbox.Events.DIGEST;
import static org.medsendx.outbox.Events.received;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.deidentified.CleanInstance;
import org.medsendx.contracts.deidentified.InstanceUids;
import org.medsendx.contracts.deidentified.ObjectKey;
import org.medsendx.contracts.deidentified.Quality;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.ScannerStatus;
import org.medsendx.contracts.deidentified.Segmentation;
import org.medsendx.contracts.deidentified.Triage;
import org.medsendx.journal.FileSizeLimit;
import org.medsendx.journal.Journal;

class OutboxTest {

    private static final String TRACE = "00-" + "1".repeat(32) + "-" + "2".repeat(16) + "-01";

    @TempDir Path folder;

    @Test
    void numbers_events_per_truck_and_topic_and_goes_on_after_opening_again() throws IOException {
        String epoch;
        try (var outbox = Outbox.open(folder, "edge-ingest")) {
            epoch = outbox.epoch();
            assertThat(outbox.append(received("T1"), DIGEST, null).sequence()).isEqualTo(1);
            assertThat(outbox.append(received("T2"), DIGEST, null).sequence()).isEqualTo(1);
            assertThat(outbox.append(received("T1"), DIGEST, null).sequence()).isEqualTo(2);
        }

        try (var outbox = Outbox.open(folder, "edge-ingest")) {
            var event = outbox.append(received("T1"), DIGEST, TRACE);

            assertThat(event.sequence()).isEqualTo(3);
            assertThat(event.epoch()).isEqualTo(epoch);
            assertThat(event.source()).isEqualTo("/trucks/T1/edge-ingest");
            assertThat(outbox.read(3, 1, 1)).isEqualTo(List.of(event));
        }
    }

    @Test
    void returns_the_earlier_event_for_a_repeat_also_after_opening_again() throws IOException {
        var payload = received("T1");
        Event<?> first;
        try (var outbox = Outbox.open(folder, "edge-ingest")) {
            first = outbox.append(payload, DIGEST, TRACE);
            assertThat(outbox.append(payload, DIGEST, null)).isEqualTo(first);
        }

        try (var outbox = Outbox.open(folder, "edge-ingest")) {
            assertThat(outbox.append(payload, DIGEST, null)).isEqualTo(first);
            assertThat(outbox.size()).isEqualTo(1);

            var corrected = outbox.append(payload, "b".repeat(64), null);
            assertThat(corrected.id()).isNotEqualTo(first.id());
            assertThat(corrected.sequence()).isEqualTo(2);
        }
    }

    @Test
    void appends_several_in_their_order_and_a_repeat_among_them_once() throws IOException {
        var one = received("T1");
        var other = received("T1");
        var third = received("T2");
        try (var outbox = Outbox.open(folder, "edge-ingest")) {
            var first = outbox.append(one, DIGEST, TRACE);

            for (int again = 0; again < 2; again++) {
                outbox.appendAll(
                        List.of(
                                new Outbox.Saying(other, DIGEST, TRACE),
                                new Outbox.Saying(one, DIGEST, TRACE),
                                new Outbox.Saying(third, DIGEST, TRACE)));
            }

            assertThat(outbox.size()).isEqualTo(3);
            List<Event<?>> all = outbox.read(0, 10, 1 << 20);
            assertThat(all.getFirst()).isEqualTo(first);
            assertThat(all).extracting(Event::sequence).containsExactly(1L, 2L, 1L);
            assertThat(outbox.append(other, DIGEST, null)).isEqualTo(all.get(1));
        }
    }

    @Test
    void carries_events_of_another_writer_as_they_are_and_once(@TempDir Path other)
            throws IOException {
        Event<?> theirs;
        try (var outbox = Outbox.open(other, "segmenter-service")) {
            theirs = outbox.append(received("T1"), DIGEST, TRACE);
        }

        try (var outbox = Outbox.open(folder, "uplink")) {
            outbox.append(theirs);
            outbox.append(theirs);

            assertThat(outbox.size()).isEqualTo(1);
            assertThat(outbox.read(0, 10, 1 << 20)).isEqualTo(List.of(theirs));
            assertThat(outbox.append(received("T1"), DIGEST, null).sequence()).isEqualTo(1);
        }
    }

    @Test
    void names_the_fleet_as_the_source_of_what_is_born_in_the_cloud() throws IOException {
        var status =
                new ScannerStatus(
                        "CT-1",
                        "T1",
                        3,
                        ScannerStatus.Status.NOT_ENOUGH_DATA,
                        null,
                        null,
                        LocalDate.parse("2026-01-02"));

        try (var outbox = Outbox.open(folder, "fleet-miner-service")) {
            assertThat(outbox.append(status, DIGEST, null).source())
                    .isEqualTo("/fleet/fleet-miner-service");
        }
    }

    @Test
    void has_no_gaps_and_loses_nothing_when_many_append_at_once() throws Exception {
        int threads = 8;
        int each = 500;
        try (var outbox = Outbox.open(folder, "edge-ingest");
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var work = new ArrayList<Callable<Integer>>();
            for (int t = 0; t < threads; t++) {
                work.add(() -> {
                    for (int i = 0; i < each; i++) {
                        outbox.append(received("T1"), DIGEST, null);
                    }
                    return each;
                });
            }
            for (var done : executor.invokeAll(work)) {
                assertThat(done.get()).isEqualTo(each);
            }
        }

        try (var outbox = Outbox.open(folder, "edge-ingest")) {
            var events = outbox.read(0, threads * each + 1, Long.MAX_VALUE);
            assertThat(events.stream().map(Event::sequence).toList())
                    .isEqualTo(LongStream.rangeClosed(1, (long) threads * each).boxed().toList());
            assertThat(events.stream().map(Event::id).distinct()).hasSize(threads * each);
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "sets a Linux resource limit")
    void gives_the_number_of_an_event_that_did_not_reach_the_disk_to_the_next_one()
            throws IOException {
        var failed = received("T1");
        try (var outbox = Outbox.open(folder, "edge-ingest")) {
            outbox.append(received("T1"), DIGEST, null);
            try (var limit = new FileSizeLimit(1000)) {
                assertThat(limit).isNotNull();
                assertThatThrownBy(() -> outbox.append(failed, DIGEST, null))
                        .isInstanceOf(IOException.class);
            }
            assertThat(outbox.append(received("T1"), DIGEST, null).sequence()).isEqualTo(2);
            assertThat(outbox.append(failed, DIGEST, null).sequence()).isEqualTo(3);
        }

        try (var outbox = Outbox.open(folder, "edge-ingest")) {
            assertThat(outbox.read(0, 9, Long.MAX_VALUE).stream().map(Event::sequence))
                    .containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "sets a Linux resource limit")
    void writes_nothing_while_it_does_not_know_what_reached_the_disk() throws IOException {
        var failed = received("T1");
        try (var outbox = Outbox.open(folder, "edge-ingest")) {
            var first = received("T1");
            outbox.append(first, DIGEST, null);
            try (var limit = new FileSizeLimit(1000)) {
                assertThat(limit).isNotNull();
                assertThatThrownBy(() -> outbox.append(failed, DIGEST, null))
                        .isInstanceOf(IOException.class);
            }
            Path segment = segment();
            Path away = Files.move(segment, folder.resolve("away"));
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> outbox.append(failed, DIGEST, null))
                        .isInstanceOf(IOException.class);
            }
            Files.move(away, segment);

            assertThat(outbox.append(first, DIGEST, null).sequence()).isEqualTo(1);
            assertThat(outbox.append(failed, DIGEST, null).sequence()).isEqualTo(2);
            assertThat(outbox.size()).isEqualTo(2);
        }
    }

    private Path segment() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("[0-9]{20}\\..*"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void writes_one_event_when_the_same_payload_comes_from_many_threads_at_once() throws Exception {
        var payload = received("T1");
        try (var outbox = Outbox.open(folder, "edge-ingest");
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Event<?>> work = () -> outbox.append(payload, DIGEST, null);
            var events = new ArrayList<Event<?>>();
            for (var done : executor.invokeAll(Collections.nCopies(50, work))) {
                events.add(done.get());
            }

            assertThat(events).containsOnly(events.getFirst());
            assertThat(outbox.size()).isEqualTo(1);
        }
    }

    @Test
    void starts_a_new_epoch_when_the_folder_was_wiped(@TempDir Path another) throws IOException {
        try (var one = Outbox.open(folder, "edge-ingest");
                var two = Outbox.open(another, "edge-ingest")) {
            assertThat(one.epoch()).matches("[0-9a-f]{16}").isNotEqualTo(two.epoch());
        }
    }

    @Test
    void refuses_an_event_that_no_broker_would_take() throws IOException {
        var inputs = Collections.nCopies(20_000, "a-code-of-what-the-priority-was-made-from");
        var uid = "2.25.1";
        var scan =
                new ScanAssessed(
                        new CleanInstance(UUID.randomUUID(), "T1", new InstanceUids(uid, uid, uid)),
                        "CT-1",
                        "CT",
                        new Segmentation(Segmentation.Status.SEGMENTED, null, List.of()),
                        new Quality(Quality.Verdict.GOOD, List.of()),
                        new Triage(1, inputs),
                        ObjectKey.of("T1", "undated", new InstanceUids(uid, uid, uid)),
                        List.of(),
                        false);
        try (var outbox = Outbox.open(folder, "segmenter-service")) {
            assertThatThrownBy(() -> outbox.append(scan, DIGEST, null))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(outbox.append(received("T1"), DIGEST, null).sequence()).isEqualTo(1);
        }
    }

    @Test
    void says_nothing_of_an_event_it_cannot_read() throws IOException {
        try (var journal = Journal.open(folder)) {
            journal.append(
                    "{\"topic\":\"instances.received.v1\",\"id\":\"DOE^JANE"
                            .getBytes(StandardCharsets.UTF_8));
        }

        assertThatThrownBy(() -> Outbox.open(folder, "edge-ingest"))
                .isInstanceOf(IOException.class)
                .hasNoCause()
                .hasMessageNotContaining("DOE");
    }

    @Test
    void leaves_only_files_of_its_owner() throws IOException {
        Outbox.open(folder, "edge-ingest").close();

        try (var files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("epoch", "lock", "%020d.journal".formatted(0));
        }
    }
}

package org.medsendx.uplink.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.medsendx.uplink.upload.Scans.assessed;
import static org.medsendx.uplink.upload.Scans.event;
import static org.medsendx.uplink.upload.Scans.features;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.contracts.deidentified.Encryption;
import org.medsendx.contracts.deidentified.InstanceUploaded;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.ScanOutcome;
import org.medsendx.contracts.deidentified.ScanReviewed;
import org.medsendx.contracts.deidentified.UploadedKind;
import org.medsendx.journal.Journal;
import org.medsendx.outbox.LogMark;
import org.medsendx.outbox.Outbox;
import org.medsendx.outbox.Publisher;
import org.medsendx.outbox.Relay;
import org.medsendx.uplink.upload.Jobs;
import org.medsendx.uplink.upload.ObjectStore;
import org.medsendx.uplink.upload.Scans;
import org.medsendx.uplink.upload.Truck;
import org.medsendx.uplink.upload.Uplink;
import org.medsendx.uplink.upload.UploadJob;

@Timeout(30)
class CloudEventsTest {

    private static final Uplink.Attempt STORED =
            (_, _) -> new ObjectStore.Receipt("clinic", Encryption.NONE, false);

    @TempDir Path folder;

    @Test
    void passes_an_assessment_on_unchanged_and_once() throws Exception {
        var said = event(assessed(Jobs.released(folder, "2.25.1", new byte[10]), 70));
        try (var truck = truck()) {
            var events = events(truck);
            assertThat(events.knows(said)).isFalse();
            events.take(said);
            events.take(said);

            assertThat(events.knows(said)).isTrue();
            assertThat(published(truck)).isEqualTo(List.of(said));
        }
    }

    @Test
    void passes_a_review_on_unchanged_and_once() throws Exception {
        var scan = assessed(Jobs.released(folder, "2.25.1", new byte[10]), 70);
        var first = event(reviewed(scan));
        try (var truck = truck()) {
            var events = events(truck);
            assertThat(events.concerns(first)).isTrue();
            assertThat(events.knows(first)).isFalse();
            events.take(first);
            events.take(first);

            assertThat(events.knows(first)).isTrue();
            assertThat(published(truck)).isEqualTo(List.of(first));
        }
    }

    private static ScanReviewed reviewed(ScanAssessed scan) {
        return new ScanReviewed(
                scan.instance(),
                scan.scanner(),
                scan.modality(),
                ScanReviewed.Decision.ACCEPTED,
                null,
                false,
                1,
                ScanReviewed.Reviewer.CREW);
    }

    @Test
    void passes_features_on_unchanged_in_value_once_and_under_a_number_of_its_own()
            throws Exception {
        try (var truck = truck()) {
            var events = events(truck);
            // Numbers of the border, which are not those of the cloud.
            for (long sequence = 5; sequence < 8; sequence++) {
                var said = numbered(sequence, features("%032x".formatted(sequence)));
                assertThat(events.knows(said)).isFalse();
                events.take(said);
                events.take(said);
                assertThat(events.knows(said)).isTrue();
            }

            var sent = published(truck);
            assertThat(sent)
                    .extracting(Event::data)
                    .isEqualTo(
                            List.of(
                                    features("%032x".formatted(5)),
                                    features("%032x".formatted(6)),
                                    features("%032x".formatted(7))));
            assertThat(sent).extracting(Event::sequence).isEqualTo(List.of(1L, 2L, 3L));
            assertThat(sent)
                    .allSatisfy(event -> {
                        assertThat(event.source()).isEqualTo("/trucks/TRUCK1/uplink");
                        assertThat(event.epoch()).isEqualTo(truck.cloud.epoch());
                        assertThat(event.traceparent()).isNull();
                    });
        }
    }

    @Test
    void passes_outcomes_on_unchanged_in_value_once_and_under_a_number_of_its_own()
            throws Exception {
        try (var truck = truck()) {
            var events = events(truck);
            for (int revision = 1; revision < 3; revision++) {
                var said = numbered(70 + revision, outcome(revision));
                assertThat(events.concerns(said)).isTrue();
                assertThat(events.knows(said)).isFalse();
                events.take(said);
                events.take(said);
                assertThat(events.knows(said)).isTrue();
            }

            var sent = published(truck);
            assertThat(sent).extracting(Event::data).isEqualTo(List.of(outcome(1), outcome(2)));
            assertThat(sent).extracting(Event::sequence).isEqualTo(List.of(1L, 2L));
            assertThat(sent).allSatisfy(event -> assertThat(event.traceparent()).isNull());
        }
    }

    private static ScanOutcome outcome(int revision) {
        return new ScanOutcome(
                "%032x".formatted(7),
                "TRUCK1",
                "CT1",
                LocalDate.of(2026, 3, 1),
                "CT",
                ScanReviewed.Decision.REJECTED,
                "motion",
                true,
                revision,
                null,
                null);
    }

    private static Event<?> numbered(long sequence, Payload payload) {
        return new Event<>(
                "id-" + sequence, "/trucks/TRUCK1/anonymizer", sequence, "e7", null, payload);
    }

    @Test
    void uploads_what_the_border_released_and_its_report() throws Exception {
        byte[] report = new byte[70];
        var named = Jobs.withReport(folder, "2.25.1", new byte[10], report);
        // The event of a version that did not name the report, which lies there all the same.
        var unnamed = Jobs.with(Jobs.withReport(folder, "2.25.2", new byte[11], report), null);
        var without = Jobs.released(folder, "2.25.3", new byte[12]);
        try (var truck = truck()) {
            var events = events(truck);
            for (var instance : List.of(named, unnamed, without, named)) {
                events.take(Jobs.event(instance));
            }

            await().until(() -> truck.cloud.size() == 3);
            var reports =
                    published(truck).stream()
                            .map(event -> ((InstanceUploaded) event.data()).report())
                            .filter(one -> one != null)
                            .map(InstanceUploaded.Report::key)
                            .toList();
            assertThat(reports)
                    .containsExactlyInAnyOrder(
                            named.copy().objectKey().path() + ".report.json",
                            unnamed.copy().objectKey().path() + ".report.json");
            assertThat(events.knows(Jobs.event(without))).isTrue();
        }
        try (var truck = truck()) {
            events(truck).take(Jobs.event(named));

            assertThat(truck.uplink.backlog()).isZero();
        }
    }

    @Test
    void uploads_a_highlight_beside_its_instance() throws Exception {
        var scan = Jobs.released(folder, "2.25.1", new byte[10]);
        byte[] png = {1, 2, 3};
        Files.write(folder.resolve("highlight.png"), png);
        try (var truck = truck()) {
            var said = event(Scans.highlight(scan, "highlight.png", png));
            events(truck).take(said);
            events(truck).take(said);

            await().until(() -> truck.cloud.size() == 1);
            var uploaded = published(truck).getFirst();
            assertThat(((InstanceUploaded) uploaded.data()).objectKey())
                    .isEqualTo(scan.copy().objectKey().path() + ".highlight.png");
            assertThat(uploaded.traceparent()).isEqualTo(Scans.TRACE);
        }
    }

    @Test
    void uploads_what_was_made_of_a_scan_under_the_ending_of_its_kind() throws Exception {
        var scan = Jobs.released(folder, "2.25.1", new byte[10]);
        var kinds =
                List.of(DerivedKind.SEGMENTATION, DerivedKind.MEASUREMENTS, DerivedKind.THUMBNAIL);
        try (var truck = truck()) {
            for (var kind : kinds) {
                byte[] content = kind.name().getBytes(StandardCharsets.US_ASCII);
                Files.write(folder.resolve(kind + ".file"), content);
                events(truck).take(event(Scans.derived(scan, kind, kind + ".file", content)));
            }

            await().until(() -> truck.cloud.size() == kinds.size());
            var key = scan.copy().objectKey().path();
            var uploaded = published(truck);
            assertThat(uploaded)
                    .extracting(event -> ((InstanceUploaded) event.data()).objectKey())
                    .containsExactlyInAnyOrder(
                            key + ".seg.dcm", key + ".sr.dcm", key + ".thumbnail.png");
            assertThat(uploaded)
                    .extracting(event -> ((InstanceUploaded) event.data()).kind())
                    .containsExactlyInAnyOrder(
                            UploadedKind.SEGMENTATION,
                            UploadedKind.MEASUREMENTS,
                            UploadedKind.THUMBNAIL);
        }
    }

    /** Jobs and outbox as they were when the uplink was a part of anonymizer-service. */
    @Test
    void uploads_nothing_twice_that_an_earlier_version_uploaded_and_counts_on() throws Exception {
        var done = Jobs.withReport(folder, "2.25.1", new byte[10], new byte[70]);
        var open = Jobs.withReport(folder, "2.25.2", new byte[11], new byte[71]);
        var unheard = Jobs.withReport(folder, "2.25.3", new byte[12], new byte[72]);
        String epoch;
        try (var outbox = Outbox.open(folder.resolve("outbox"), "uplink");
                var jobs = Journal.open(folder.resolve("jobs"))) {
            epoch = outbox.epoch();
            var job = UploadJob.of(done, null);
            outbox.append(job.uploaded("clinic", Encryption.NONE), job.content().sha256(), null);
            for (String line :
                    List.of(
                            added(job, 0),
                            "{\"is\":\"done\",\"id\":\"%s\"}".formatted(job.id()),
                            added(UploadJob.of(open, null), 1),
                            "{\"is\":\"released\",\"next\":2}")) {
                jobs.append(line.getBytes(StandardCharsets.UTF_8));
            }
        }

        var attempts = new CopyOnWriteArrayList<UUID>();
        Uplink.Attempt counting =
                (job, file) -> {
                    attempts.add(job.objectId());
                    return STORED.put(job, file);
                };
        try (var truck = new Truck(folder, Duration.ZERO, 1, counting)) {
            // The border's outbox is read from its beginning; its old events name no report.
            for (var instance : List.of(done, open, unheard)) {
                events(truck).take(Jobs.event(Jobs.with(instance, null)));
            }

            await().until(() -> truck.cloud.size() == 3);
            await().until(() -> truck.uplink.backlog() == 0);
            // Each with its report.
            assertThat(attempts)
                    .containsExactly(
                            open.objectId(),
                            open.objectId(),
                            unheard.objectId(),
                            unheard.objectId());
            var told = published(truck);
            assertThat(told).extracting(Event::sequence).isEqualTo(List.of(1L, 2L, 3L));
            assertThat(told).extracting(Event::epoch).containsOnly(epoch);
        }
    }

    private static String added(UploadJob job, long index) throws Exception {
        return "{\"is\":\"added\",\"job\":%s,\"at\":\"2026-03-01T12:00:00Z\",\"releasedIndex\":%d}"
                .formatted(EventCodec.JSON.writeValueAsString(job), index);
    }

    private CloudEvents events(Truck truck) {
        return new CloudEvents(truck.uplink, truck.cloud, truck.volumes);
    }

    private Truck truck() throws Exception {
        return new Truck(folder, Duration.ZERO, 2, STORED);
    }

    private List<Event<?>> published(Truck truck) {
        var events = new CopyOnWriteArrayList<Event<?>>();
        var collecting =
                new Publisher() {
                    @Override
                    public List<LogMark.Place> publish(List<? extends Event<?>> batch) {
                        events.addAll(batch);
                        return List.of();
                    }

                    @Override
                    public Standing look(List<LogMark> marks) {
                        return new Standing(marks.size(), List.of());
                    }

                    @Override
                    public void close() {}
                };
        try (var relay = Relay.start(truck.cloud, folder.resolve("read-cursor"), collecting)) {
            await().until(() -> relay.backlog() == 0);
        }
        return events;
    }
}

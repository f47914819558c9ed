package org.medsendx.uplink.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.medsendx.uplink.upload.Scans.assessed;
import static org.medsendx.uplink.upload.Scans.event;
import static org.medsendx.uplink.upload.Scans.measured;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.deidentified.Encryption;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.outbox.LogMark;
import org.medsendx.outbox.Publisher;
import org.medsendx.outbox.Relay;

@Timeout(30)
class CloudEventsTest {

    private static final Uplink.Attempt STORED =
            (_, _) -> new ObjectStore.Receipt("clinic", Encryption.NONE, false);

    @TempDir Path folder;
    private final Released released = new Released();

    @Test
    void passes_an_assessment_on_unchanged_and_once() throws Exception {
        var scan = Jobs.released(folder, "2.25.1", new byte[10]);
        var said = event(assessed(scan, 70));
        try (var truck = truck()) {
            truck.events.assessed(said);
            truck.events.assessed(said);

            assertThat(published(truck)).isEqualTo(List.of(said));
        }
    }

    @Test
    void gives_a_measurement_the_real_day_and_takes_what_leads_to_the_study() throws Exception {
        var scan = Jobs.released(folder, "2.25.1", new byte[10]);
        try (var truck = truck()) {
            released.add(scan);
            truck.events.measured(event(measured(scan)));
            truck.events.measured(event(measured(scan)));

            var events = published(truck);
            var features = events.stream().filter(e -> e.data() instanceof ScanFeatures).toList();
            assertThat(features).hasSize(1);
            var sent = features.getFirst();
            assertThat(sent.data())
                    .isEqualTo(
                            new ScanFeatures(
                                    scan.featureId(),
                                    "TRUCK1",
                                    "CT1",
                                    LocalDate.of(2026, 3, 1),
                                    measured(scan).stratum(),
                                    measured(scan).features()));
            String onTheWire =
                    EventCodec.headers(sent)
                            + new String(EventCodec.value(sent.data()), StandardCharsets.UTF_8);
            assertThat(onTheWire)
                    .doesNotContain(
                            scan.objectId().toString(),
                            scan.studyInstanceUid(),
                            scan.sopInstanceUid(),
                            scan.objectKey().path(),
                            "traceparent");
        }
    }

    @Test
    void keeps_a_measurement_until_its_instance_is_known_over_restarts_too() throws Exception {
        var scan = Jobs.released(folder, "2.25.1", new byte[10]);
        try (var truck = truck()) {
            truck.events.measured(event(measured(scan)));
            assertThat(truck.events.waiting()).isOne();
            assertThat(truck.cloud.size()).isZero();
        }

        try (var truck = truck()) {
            assertThat(truck.events.waiting()).isOne();
            released.add(scan);

            await().until(() -> truck.events.waiting() == 0);
            assertThat(published(truck))
                    .filteredOn(event -> event.data() instanceof ScanFeatures)
                    .hasSize(1);
        }
    }

    @Test
    void uploads_a_highlight_beside_its_instance() throws Exception {
        var scan = Jobs.released(folder, "2.25.1", new byte[10]);
        byte[] png = {1, 2, 3};
        Files.write(folder.resolve("highlight.png"), png);
        try (var truck = truck()) {
            truck.events.derived(event(Scans.highlight(scan, "highlight.png", png)));
            truck.events.derived(event(Scans.highlight(scan, "highlight.png", png)));

            await().until(() -> truck.cloud.size() == 1);
            var uploaded = published(truck).getFirst();
            assertThat(EventCodec.JSON.valueToTree(uploaded.data()).path("key").asText())
                    .isEqualTo(scan.objectKey().path() + ".highlight.png");
            assertThat(uploaded.traceparent()).isEqualTo(Scans.TRACE);
        }
    }

    private Truck truck() throws Exception {
        return new Truck(folder, released, Duration.ZERO, 2, STORED);
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

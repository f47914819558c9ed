package org.medsendx.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.medsendx.outbox.Events.DIGEST;
import static org.medsendx.outbox.Events.received;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.identified.IdentifiedTopic;
import org.medsendx.contracts.identified.InstanceQuarantined;
import org.medsendx.contracts.identified.Intake;

class OnlyTopicsTest {

    private static final Backoff QUICK =
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(5), new Random(1));

    @TempDir Path folder;
    private final SimulatedLog log = new SimulatedLog();
    private final Set<String> expected = new HashSet<>();

    @Test
    void publishes_its_topics_alone_over_restarts_and_again_after_the_log_was_wiped()
            throws IOException {
        try (var outbox = Outbox.open(folder.resolve("outbox"), "edge-ingest")) {
            append(outbox, 700);
            try (var relay = start(outbox)) {
                awaitAll(relay);
                append(outbox, 10);
                awaitAll(relay);
            }
            append(outbox, 10);
            try (var relay = start(outbox)) {
                awaitAll(relay);
                assertThat(log.published()).isEqualTo(expected.size());

                log.wipe();

                awaitAll(relay);
                assertThat(relay.losses()).isOne();
            }
        }
        assertThat(log.size(IdentifiedTopic.INSTANCES_QUARANTINED.topicName())).isZero();
    }

    private Relay start(Outbox outbox) {
        return Relay.start(
                outbox,
                folder.resolve("cursor"),
                new OnlyTopics(log.publisher(), Set.of(IdentifiedTopic.INSTANCES_RECEIVED)),
                QUICK,
                Duration.ofMillis(5));
    }

    private void awaitAll(Relay relay) {
        await().until(() -> relay.backlog() == 0 && log.ids().equals(expected));
    }

    // Every third is for this log, and whole batches are not.
    private void append(Outbox outbox, int events) throws IOException {
        for (int i = 0; i < events; i++) {
            if (i % 3 == 0 && (i < 50 || i > 650)) {
                expected.add(outbox.append(received("T1"), DIGEST, null).id());
            } else {
                outbox.append(
                        new InstanceQuarantined(
                                UUID.randomUUID(),
                                "T1",
                                Intake.C_STORE,
                                "not-dicom",
                                null,
                                null,
                                Instant.EPOCH),
                        DIGEST,
                        null);
            }
        }
    }
}

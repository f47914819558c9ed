package org.medsendx.uplink.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.outbox.Backoff;
import org.medsendx.uplink.bandwidth.Bandwidth;
import org.medsendx.uplink.bandwidth.Limits;
import org.medsendx.uplink.storage.Knowledge;
import org.medsendx.uplink.storage.S3ObjectStore;
import org.medsendx.uplink.storage.S3Server;
import org.medsendx.uplink.storage.WeakLink;

/** Large objects under way, and what comes meanwhile: something urgent, or the end of a plan. */
@Timeout(90)
class GivesWayIT {

    private static final int MIB = 1 << 20;
    private static final StallGuard GUARD =
            new StallGuard(Duration.ofSeconds(20), Duration.ofSeconds(20));

    @TempDir Path folder;
    private S3Server server;
    private WeakLink link;
    private Bandwidth bandwidth;

    @BeforeEach
    void start() throws Exception {
        server = S3Server.started(folder.resolve("s3"));
        link = WeakLink.to(server.endpoint(), 10L * MIB, 0);
        bandwidth =
                Bandwidth.open(folder.resolve("bandwidth"), Limits.NONE, InstantSource.system());
    }

    @AfterEach
    void stop() throws Exception {
        link.close();
        server.close();
    }

    @Test
    void an_upload_in_parts_makes_room_for_what_is_urgent_and_sends_no_part_twice()
            throws Exception {
        try (var s3 = S3Server.client(link.endpoint());
                var truck = truck(new S3ObjectStore(s3, server.settings(MIB), Knowledge.none()))) {
            var large = release(1, 30 * MIB);
            truck.released(List.of(large));
            await("a part is on its way").until(() -> bandwidth.sentThisMonth() > 0);
            var urgent = release(2, MIB);
            truck.released(List.of(urgent));
            truck.uplink.assessed(urgent.objectId(), "2.25.2", 90);

            await().atMost(Duration.ofSeconds(60)).until(() -> truck.log.size() == 2);

            assertThat(truck.log)
                    .containsExactly(
                            "uploaded " + urgent.objectId(), "uploaded " + large.objectId());
            assertThat(bandwidth.sentThisMonth()).isEqualTo(31L * MIB);
        }
    }

    @Test
    void a_plan_that_is_used_up_stops_a_large_object_between_two_parts_until_there_is_more()
            throws Exception {
        bandwidth.change(plan(7L * MIB), "anna");
        try (var s3 = S3Server.client(link.endpoint());
                var truck = truck(new S3ObjectStore(s3, server.settings(MIB), Knowledge.none()))) {
            truck.released(List.of(release(1, 20 * MIB)));
            await().until(() -> bandwidth.sentThisMonth() == 10L * MIB);
            var urgent = release(2, MIB);
            truck.uplink.assessed(urgent.objectId(), "2.25.2", 90);
            truck.released(List.of(urgent));
            await().atMost(Duration.ofSeconds(30)).until(() -> truck.log.size() == 1);
            assertThat(truck.log).containsExactly("uploaded " + urgent.objectId());
            assertThat(truck.uplink.backlog()).isEqualTo(1);

            bandwidth.change(plan(100L * MIB), "anna");

            await().atMost(Duration.ofSeconds(30)).until(() -> truck.cloud.size() == 2);
            assertThat(bandwidth.sentThisMonth()).isEqualTo(21L * MIB);
        }
    }

    private static Limits plan(long bytes) {
        return new Limits(null, List.of(), new Limits.DataPlan(bytes, 1), true, "UTC");
    }

    private Truck truck(S3ObjectStore store) throws Exception {
        return new Truck(
                folder,
                UploadOrder.of(Duration.ZERO, Duration.ofHours(1)),
                1,
                (job, file) -> GUARD.run(progress -> store.put(job, file, progress)),
                new Backoff(Duration.ofMillis(20), Duration.ofMillis(200), new Random(1)),
                bandwidth);
    }

    private InstanceDeidentified release(int seed, int bytes) throws Exception {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        return Jobs.released(folder, "2.25." + seed, content);
    }
}

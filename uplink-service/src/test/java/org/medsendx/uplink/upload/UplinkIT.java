package org.medsendx.uplink.upload;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.deidentified.Encryption;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.contracts.deidentified.UploadedKind;
import org.medsendx.uplink.storage.Knowledge;
import org.medsendx.uplink.storage.S3ObjectStore;
import org.medsendx.uplink.storage.S3Server;
import software.amazon.awssdk.services.s3.S3Client;

/** The uplink against a real S3 server that comes, goes and refuses. */
@Timeout(60)
class UplinkIT {

    private static final StallGuard GUARD =
            new StallGuard(Duration.ofSeconds(20), Duration.ofSeconds(20));

    @TempDir Path folder;
    private final List<InstanceDeidentified> released = new ArrayList<>();
    private S3Server server;
    private S3Client s3;

    @BeforeEach
    void prepare() throws Exception {
        server = S3Server.stopped(folder.resolve("s3"));
        s3 = server.client();
    }

    @AfterEach
    void stop() throws Exception {
        s3.close();
        server.close();
    }

    @Test
    void uploads_what_is_released_and_then_says_so() throws Exception {
        server.start();
        var before = release("2.25.1", 100_000);
        try (var truck = truck(attempt(s3))) {
            var after = release("2.25.2", 200_000);
            truck.released(released);

            untilDone(truck, 2);
            assertThat(truck.log)
                    .containsExactlyInAnyOrder(
                            "uploaded " + before.objectId(), "uploaded " + after.objectId());
            assertThat(truck.cloud.size()).isEqualTo(2);
            assertStored(before);
            assertStored(after);
        }
    }

    @Test
    void puts_the_report_there_before_its_instance_and_names_it_in_the_event() throws Exception {
        server.start();
        var instance = Jobs.withReport(folder, "2.25.1", new byte[5_000], new byte[700]);
        var order = new CopyOnWriteArrayList<UploadedKind>();
        released.add(instance);
        try (var truck =
                truck((job, file) -> {
                    var receipt = attempt(s3).put(job, file);
                    order.add(job.kind());
                    return receipt;
                })) {
            untilDone(truck, 1);
        }

        // When the instance is tried once more, so is its report.
        assertThat(order)
                .startsWith(UploadedKind.REPORT)
                .endsWith(UploadedKind.INSTANCE)
                .containsOnlyOnce(UploadedKind.INSTANCE);
        var event = UploadJob.of(instance, null).uploaded(S3Server.BUCKET, Encryption.NONE);
        var report = requireNonNull(event.report());
        assertThat(report.key()).isEqualTo(instance.copy().objectKey().path() + ".report.json");
        var stored = s3.getObjectAsBytes(get -> get.bucket(S3Server.BUCKET).key(report.key()));
        assertThat(Jobs.sha256(stored.asByteArray())).isEqualTo(report.sha256());
        assertStored(instance);
    }

    @Test
    void waits_for_a_store_that_is_down_and_uploads_when_it_is_up() throws Exception {
        var instance = release("2.25.1", 50_000);
        try (var truck = truck(attempt(s3))) {
            await().until(() -> truck.log.contains("waiting no-answer"));
            assertThat(truck.cloud.size()).isZero();
            assertThat(truck.uplink.waitingFor()).isEqualTo("no-answer");

            server.start();

            untilDone(truck, 1);
            assertThat(truck.uplink.waitingFor()).isNull();
            assertStored(instance);
        }
    }

    @Test
    void waits_when_it_is_not_let_in_and_parks_nothing() throws Exception {
        server.start();
        release("2.25.1", 50_000);
        var client = new AtomicReference<>(server.clientWithAWrongSecret());
        try (var truck = truck((job, file) -> attempt(client.get()).put(job, file))) {
            await().until(() -> truck.log.contains("waiting s3-403-SignatureDoesNotMatch"));

            client.get().close();
            client.set(s3);

            untilDone(truck, 1);
            assertThat(truck.uplink.parked()).isEmpty();
        }
    }

    @Test
    void waits_for_a_bucket_that_is_missing_and_uploads_when_it_is_there() throws Exception {
        server.start();
        s3.deleteBucket(delete -> delete.bucket(S3Server.BUCKET));
        var instance = release("2.25.1", 50_000);
        // The operator comes by a connection of their own: the server may close those of the
        // refused.
        try (var truck = truck(attempt(s3));
                var operator = server.client()) {
            await().until(() -> truck.uplink.waitingFor() != null);

            operator.createBucket(create -> create.bucket(S3Server.BUCKET));
            untilDone(truck, 1);
            assertThat(truck.uplink.parked()).isEmpty();
            assertStored(instance);
        }
    }

    @Test
    void parks_one_object_that_is_refused_and_lets_the_others_go() throws Exception {
        server.start();
        var damaged = release("2.25.1", 50_000);
        byte[] content = Files.readAllBytes(folder.resolve(damaged.copy().content().file()));
        var other = content.clone();
        other[7]++;
        Files.write(folder.resolve(damaged.copy().content().file()), other);
        release("2.25.2", 50_000);
        release("2.25.3", 50_000);
        try (var truck = truck(attempt(s3))) {
            untilDone(truck, 2);
            await().until(() -> truck.uplink.parked().size() == 1);
            assertThat(truck.uplink.parked().getFirst())
                    .satisfies(parked -> {
                        assertThat(parked.id().objectId()).isEqualTo(damaged.objectId());
                        assertThat(parked.reason()).isEqualTo("s3-400-BadDigest");
                    });

            Files.write(folder.resolve(damaged.copy().content().file()), content);
            assertThat(truck.uplink.retryParked()).isOne();

            untilDone(truck, 3);
            assertThat(truck.uplink.parked()).isEmpty();
        }
    }

    @Test
    void tells_of_an_object_once_when_it_died_between_upload_and_record() throws Exception {
        server.start();
        var instance = release("2.25.1", 50_000);
        var died = new AtomicBoolean();
        Uplink.Attempt dying =
                (job, file) -> {
                    attempt(s3).put(job, file);
                    died.set(true);
                    throw new InterruptedException("the power went");
                };
        try (var truck = truck(dying)) {
            await().untilTrue(died);
            assertThat(truck.cloud.size()).isZero();
        }

        try (var truck = truck(attempt(s3))) {
            untilDone(truck, 1);
            assertThat(truck.log).containsExactly("existed " + instance.objectId());
            assertThat(truck.cloud.size()).isOne();
        }
    }

    @Test
    void tells_of_an_object_once_when_it_died_between_event_and_record() throws Exception {
        server.start();
        var instance = release("2.25.1", 50_000);
        var job = UploadJob.of(instance, null);
        try (var truck =
                truck((_, _) -> {
                    throw new StoreUnavailable("no-answer");
                })) {
            // The event is in the outbox already, the job is not done: what a crash leaves.
            truck.cloud.append(
                    job.uploaded(S3Server.BUCKET, Encryption.NONE), job.content().sha256(), null);
        }
        try (var truck = truck(attempt(s3))) {
            untilDone(truck, 1);
            assertThat(truck.cloud.size()).isOne();
        }
    }

    @Test
    void does_nothing_again_after_a_restart() throws Exception {
        server.start();
        release("2.25.1", 50_000);
        try (var truck = truck(attempt(s3))) {
            untilDone(truck, 1);
        }

        var attempts = new AtomicInteger();
        try (var truck =
                truck((job, file) -> {
                    attempts.incrementAndGet();
                    return attempt(s3).put(job, file);
                })) {
            release("2.25.2", 50_000);
            truck.released(released);
            untilDone(truck, 1);
            assertThat(attempts).hasValue(1);
        }
    }

    @Test
    void is_not_held_up_by_one_object_that_always_fails() throws Exception {
        server.start();
        var poison = release("2.25.1", 50_000);
        for (int i = 2; i < 12; i++) {
            release("2.25." + i, 10_000);
        }
        try (var truck =
                truck((job, file) -> {
                    if (job.objectId().equals(poison.objectId())) {
                        throw new StoreUnavailable("s3-500");
                    }
                    return attempt(s3).put(job, file);
                })) {
            // The event comes before the job leaves the backlog, so that is what is waited for.
            await().atMost(Duration.ofMinutes(1)).until(() -> truck.uplink.backlog() == 1);
            assertThat(truck.cloud.size()).isEqualTo(10);
            assertThat(truck.uplink.parked()).isEmpty();
        }
    }

    @Test
    void sends_the_urgent_study_first() throws Exception {
        server.start();
        var onItsWay = release("2.25.1", 1_000);
        var routine = release("2.25.2", 1_000);
        var urgent = release("2.25.3", 1_000);
        // The first attempts: one that the store fails is repeated after its backoff.
        var order = new CopyOnWriteArrayList<UUID>();
        var go = new CountDownLatch(1);
        try (var truck =
                new Truck(
                        folder,
                        Duration.ofMinutes(5),
                        1,
                        (job, file) -> {
                            order.addIfAbsent(job.objectId());
                            go.await();
                            return attempt(s3).put(job, file);
                        })) {
            truck.released(released);
            await().until(() -> truck.uplink.backlog() == 3);
            assertThat(order).isEmpty();
            truck.uplink.assessed(onItsWay.objectId(), "2.25.1", 0);
            await().until(() -> order.size() == 1);
            truck.uplink.assessed(routine.objectId(), "2.25.2", 5);
            truck.uplink.assessed(urgent.objectId(), "2.25.3", 95);
            go.countDown();

            untilDone(truck, 3);
            assertThat(order)
                    .containsExactly(onItsWay.objectId(), urgent.objectId(), routine.objectId());
        }
    }

    private Truck truck(Uplink.Attempt attempt) throws Exception {
        var truck = new Truck(folder, Duration.ZERO, 2, attempt);
        truck.released(released);
        return truck;
    }

    private Uplink.Attempt attempt(S3Client client) {
        var store = new S3ObjectStore(client, server.settings(1 << 20), Knowledge.none());
        return (job, file) -> GUARD.run(progress -> store.put(job, file, progress));
    }

    private InstanceDeidentified release(String study, int bytes) throws Exception {
        byte[] content = new byte[bytes];
        new Random(study.hashCode()).nextBytes(content);
        var instance = Jobs.released(folder, study, content);
        released.add(instance);
        return instance;
    }

    private static void untilDone(Truck truck, int objects) {
        await().untilAsserted(() ->
                assertThat(truck.log)
                        .filteredOn(line -> line.matches("(uploaded|existed) .*"))
                        .as("%s", truck.log)
                        .hasSize(objects));
    }

    private void assertStored(InstanceDeidentified instance) throws Exception {
        var stored =
                s3.getObjectAsBytes(get ->
                        get.bucket(S3Server.BUCKET).key(instance.copy().objectKey().instance()));
        assertThat(stored.asByteArray())
                .isEqualTo(Files.readAllBytes(folder.resolve(instance.copy().content().file())));
    }
}

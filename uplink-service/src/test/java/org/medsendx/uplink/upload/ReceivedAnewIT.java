package org.medsendx.uplink.upload;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.deidentified.CleanFile;
import org.medsendx.contracts.deidentified.CleanInstance;
import org.medsendx.contracts.deidentified.Encryption;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.contracts.deidentified.VerifiedCopy;
import org.medsendx.uplink.storage.Knowledge;
import org.medsendx.uplink.storage.S3ObjectStore;
import org.medsendx.uplink.storage.S3Server;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A scan that the cloud has comes in anew, as after a restore from a backup: the same copy under
 * another object id, which its report and its picture name.
 */
@Timeout(60)
class ReceivedAnewIT {

    private static final StallGuard GUARD =
            new StallGuard(Duration.ofSeconds(20), Duration.ofSeconds(20));

    @TempDir Path folder;
    private S3Server server;
    private S3Client s3;

    @BeforeEach
    void start() throws Exception {
        server = S3Server.stopped(folder.resolve("s3"));
        s3 = server.client();
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        s3.close();
        server.close();
    }

    @Test
    void its_report_and_picture_go_beside_those_that_are_there_and_nothing_is_parked()
            throws Exception {
        var first = Jobs.withReport(folder, "2.25.1", bytes("the copy"), bytes("report 1"));
        var again = again(first, bytes("report 2"));
        var picture = Scans.highlight(first, file("1.png", "picture 1"), bytes("picture 1"));
        var other = Scans.highlight(again, file("2.png", "picture 2"), bytes("picture 2"));

        try (var truck = truck()) {
            for (var job :
                    List.of(
                            UploadJob.of(first, null),
                            UploadJob.of(picture, null),
                            UploadJob.of(again, null),
                            UploadJob.of(other, null))) {
                long before = truck.cloud.size();
                truck.uplink.add(job);
                await().until(() -> truck.cloud.size() == before + 1);
            }

            assertThat(truck.uplink.parked()).isEmpty();
        }
        String path = first.copy().objectKey().path();
        assertThat(content(path + ".dcm")).isEqualTo("the copy");
        assertThat(content(path + ".report.json")).isEqualTo("report 1");
        assertThat(content(path + beside("report 2") + ".report.json")).isEqualTo("report 2");
        assertThat(content(path + ".highlight.png")).isEqualTo("picture 1");
        assertThat(content(path + beside("picture 2") + ".highlight.png")).isEqualTo("picture 2");
    }

    @Test
    void the_events_name_the_keys_that_the_objects_have() throws Exception {
        var job = UploadJob.of(Jobs.withReport(folder, "2.25.1", bytes("a"), bytes("b")), null);

        var event = job.beside(true).uploaded(S3Server.BUCKET, Encryption.NONE);

        assertThat(event.objectKey()).isEqualTo(job.key());
        assertThat(requireNonNull(event.report()).key())
                .isEqualTo(job.key().replace(".dcm", beside("b") + ".report.json"));
    }

    @Test
    void another_instance_with_its_key_is_for_a_person_to_look_at() throws Exception {
        var first = Jobs.released(folder, "2.25.1", bytes("the copy"));
        var liar = moved(first, file("liar.dcm", "another"), "another", null);
        try (var truck = truck()) {
            truck.uplink.add(UploadJob.of(first, null));
            await().until(() -> truck.cloud.size() == 1);

            truck.uplink.add(UploadJob.of(liar, null));

            await().until(() -> truck.uplink.parked().size() == 1);
            assertThat(truck.uplink.parked().getFirst().reason())
                    .isEqualTo(StoreRefused.KEY_CONFLICT);
            assertThat(truck.cloud.size()).isEqualTo(1);
        }
    }

    private Truck truck() throws Exception {
        var store = new S3ObjectStore(s3, server.settings(1 << 20), Knowledge.none());
        return new Truck(
                folder,
                Duration.ZERO,
                1,
                (job, file) -> GUARD.run(progress -> store.put(job, file, progress)));
    }

    private InstanceDeidentified again(InstanceDeidentified first, byte[] report) throws Exception {
        String file = file("again.report.json", new String(report, StandardCharsets.UTF_8));
        return moved(
                first,
                file("again.dcm", "the copy"),
                "the copy",
                new CleanFile(file, Jobs.sha256(report), report.length));
    }

    private static InstanceDeidentified moved(
            InstanceDeidentified first, String file, String content, @Nullable CleanFile report) {
        var copy = first.copy();
        byte[] bytes = bytes(content);
        return new InstanceDeidentified(
                new VerifiedCopy(
                        new CleanInstance(UUID.randomUUID(), first.truck(), copy.instance().uids()),
                        copy.scanner(),
                        copy.sopClassUid(),
                        copy.modality(),
                        new CleanFile(file, Jobs.sha256(bytes), bytes.length),
                        copy.objectKey(),
                        report),
                first.transferSyntaxUid());
    }

    private String file(String name, String content) throws Exception {
        Files.writeString(folder.resolve(name), content);
        return name;
    }

    private String content(String key) {
        return s3.getObjectAsBytes(get -> get.bucket(S3Server.BUCKET).key(key)).asUtf8String();
    }

    private static String beside(String content) {
        return "." + Jobs.sha256(bytes(content)).substring(0, 16);
    }

    private static byte[] bytes(String content) {
        return content.getBytes(StandardCharsets.UTF_8);
    }
}

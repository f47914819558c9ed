package org.medsendx.uplink.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.uplink.upload.Jobs;
import org.medsendx.uplink.upload.Progress;
import org.medsendx.uplink.upload.StoreRefused;
import org.medsendx.uplink.upload.StoreUnavailable;
import org.medsendx.uplink.upload.UploadJob;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** What s3proxy answers beside the contract of every store. */
class S3ObjectStoreIT {

    @TempDir Path folder;
    private S3Server server;
    private S3Client s3;

    @BeforeEach
    void start() throws Exception {
        server = S3Server.started(folder.resolve("s3"));
        s3 = server.client();
    }

    @AfterEach
    void stop() throws Exception {
        s3.close();
        server.close();
    }

    @Test
    void does_not_believe_metadata_when_it_can_read_the_object() throws Exception {
        byte[] content = bytes(10_000);
        var job = job(content);
        content[0]++;
        s3.putObject(
                put ->
                        put.bucket(S3Server.BUCKET)
                                .key(job.key())
                                .metadata(Map.of("sha256", job.content().sha256())),
                RequestBody.fromBytes(content));

        assertRefused(job, "key-conflict");
    }

    @Test
    void has_a_file_refused_whose_bytes_are_not_those_that_were_announced() throws Exception {
        byte[] content = bytes(10_000);
        var job = job(content);
        content[5_000]++;
        Files.write(file(job), content);

        assertRefused(job, "s3-400-BadDigest");
    }

    @Test
    void waits_when_it_is_not_let_in() throws Exception {
        try (var wrong = server.clientWithAWrongSecret()) {
            assertUnavailable(store(wrong, 0), "s3-403-SignatureDoesNotMatch");
        }
    }

    @Test
    void waits_for_a_server_that_is_not_there() throws Exception {
        server.stop();

        assertUnavailable(store(s3, 0), "no-answer");
    }

    private void assertRefused(UploadJob job, String code) {
        assertThatThrownBy(() -> store(s3, 1 << 20).put(job, file(job), progress()))
                .isInstanceOfSatisfying(
                        StoreRefused.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    // On a slow machine the client stops waiting for "100 Continue", sends the body into a
    // connection that the server closed with its answer, and the answer is lost. It waits anyway.
    private void assertUnavailable(S3ObjectStore store, String code) throws Exception {
        var job = job(bytes(10_000));
        assertThatThrownBy(() -> store.put(job, file(job), progress()))
                .isInstanceOfSatisfying(
                        StoreUnavailable.class, e -> assertThat(e.code()).isIn(code, "no-answer"));
    }

    private S3ObjectStore store(S3Client client, long readBackLimit) {
        return new S3ObjectStore(client, server.settings(readBackLimit), Knowledge.none());
    }

    private UploadJob job(byte[] content) throws Exception {
        return UploadJob.of(Jobs.released(folder, "2.25.1", content), null);
    }

    private Path file(UploadJob job) {
        return folder.resolve(job.content().file());
    }

    private static Progress progress() {
        return new Progress(Duration.ofMinutes(1), Duration.ofMinutes(1));
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }
}

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
import org.medsendx.contracts.deidentified.Encryption;
import org.medsendx.uplink.upload.Jobs;
import org.medsendx.uplink.upload.ObjectStore.Receipt;
import org.medsendx.uplink.upload.Progress;
import org.medsendx.uplink.upload.StoreRefused;
import org.medsendx.uplink.upload.StoreUnavailable;
import org.medsendx.uplink.upload.UploadJob;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

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
    void stores_an_object_with_its_digest_and_id_and_nothing_else_about_it() throws Exception {
        byte[] content = bytes(300_000);
        var job = job(content);

        var receipt = store(s3, 1 << 20).put(job, file(job), progress());

        assertThat(receipt).isEqualTo(new Receipt(S3Server.BUCKET, Encryption.NONE, false));
        var stored = s3.getObjectAsBytes(get -> get.bucket(S3Server.BUCKET).key(job.key()));
        assertThat(stored.asByteArray()).isEqualTo(content);
        assertThat(stored.response().contentType()).isEqualTo("application/dicom");
        assertThat(stored.response().metadata())
                .isEqualTo(
                        Map.of(
                                "sha256",
                                job.content().sha256(),
                                "object-id",
                                job.objectId().toString()));
    }

    @Test
    void finds_an_object_there_when_it_is_stored_again() throws Exception {
        var job = job(bytes(10_000));
        var store = store(s3, 1 << 20);
        store.put(job, file(job), progress());
        var before = s3.headObject(head -> head.bucket(S3Server.BUCKET).key(job.key()));

        var receipt = store.put(job, file(job), progress());

        assertThat(receipt.existed()).isTrue();
        assertThat(s3.headObject(head -> head.bucket(S3Server.BUCKET).key(job.key())))
                .extracting(HeadObjectResponse::lastModified, HeadObjectResponse::eTag)
                .containsExactly(before.lastModified(), before.eTag());
    }

    @Test
    void never_overwrites_other_content_under_the_key() throws Exception {
        var job = job(bytes(10_000));
        s3.putObject(
                put -> put.bucket(S3Server.BUCKET).key(job.key()),
                RequestBody.fromString("somebody else's"));

        assertRefused(job, "key-conflict");
        assertThat(
                        s3.getObjectAsBytes(get -> get.bucket(S3Server.BUCKET).key(job.key()))
                                .asUtf8String())
                .isEqualTo("somebody else's");
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
    void waits_for_a_bucket_that_is_missing() throws Exception {
        var elsewhere =
                new S3ObjectStore(
                        s3,
                        new S3Settings(
                                "missing",
                                new ServerSideEncryption(Encryption.NONE, null),
                                0,
                                64 << 20,
                                16 << 20,
                                16 << 20,
                                folder));

        assertUnavailable(elsewhere, "s3-404-NoSuchBucket");
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
        return new S3ObjectStore(client, server.settings(readBackLimit));
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

package org.medsendx.uplink.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.deidentified.Encryption;
import org.medsendx.uplink.ability.StoreKnowledge;
import org.medsendx.uplink.upload.Jobs;
import org.medsendx.uplink.upload.Progress;
import org.medsendx.uplink.upload.StoreUnavailable;
import org.medsendx.uplink.upload.UploadJob;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A key of KMS on S3Mock, which knows keys by their id, where Amazon's takes the ARN too, and says
 * of an object that came in parts nothing at all.
 */
class S3MockKmsIT {

    private static final String KEY = "5d0e7a3c-1f7e-4f4e-9d5b-0a6b8e1f2a11";
    private static final int MIB = 1 << 20;

    @TempDir Path folder;
    private S3Mock server;
    private S3Client s3;

    @BeforeEach
    void start() throws Exception {
        server =
                S3Mock.start(
                        folder,
                        S3Server.BUCKET,
                        "arn:aws:kms:eu-central-1:123456789012:key/" + KEY);
        s3 = S3Server.client(server.endpoint());
    }

    @AfterEach
    void stop() {
        s3.close();
        server.close();
    }

    @Test
    void an_object_counts_when_the_store_says_that_it_is_encrypted_with_the_key_that_was_asked_for()
            throws Exception {
        var small = job(10_000);

        store(KEY).put(small, file(small), progress());

        var head = s3.headObject(at -> at.bucket(S3Server.BUCKET).key(small.key()));
        assertThat(head.serverSideEncryptionAsString()).isEqualTo("aws:kms");
        assertThat(head.ssekmsKeyId()).endsWith(KEY);

        // In parts: this store forgets it, so nobody may say that it is.
        var large = job(11 * MIB);
        assertThatThrownBy(() -> store(KEY).put(large, file(large), progress()))
                .isInstanceOfSatisfying(
                        StoreUnavailable.class,
                        e -> assertThat(e.code()).isEqualTo("encryption-mismatch"));

        // A key that it does not know is a setting to be mended and no fault of the object.
        var waits = job(10_000);
        assertThatThrownBy(() -> store("0" + KEY).put(waits, file(waits), progress()))
                .isInstanceOfSatisfying(
                        StoreUnavailable.class,
                        e -> assertThat(e.code()).isEqualTo("s3-400-KMS-NotFoundException"));
    }

    private S3ObjectStore store(String key) {
        var settings =
                new S3Settings(
                        S3Server.BUCKET,
                        new ServerSideEncryption(Encryption.AWS_KMS, key),
                        MIB,
                        8 * MIB,
                        5 * MIB,
                        5 * MIB,
                        folder.resolve("multipart"));
        var knowledge =
                new StoreKnowledge(
                        StoreTrial.below(
                                s3, settings, "TRUCK1/probe", folder.resolve("probe-" + key)),
                        Duration.ofDays(1),
                        Duration.ofMinutes(10),
                        InstantSource.system());
        return new S3ObjectStore(s3, settings, knowledge);
    }

    private UploadJob job(int bytes) throws Exception {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return UploadJob.of(Jobs.released(folder, "2.25.1", content), null);
    }

    private Path file(UploadJob job) {
        return folder.resolve(job.content().file());
    }

    private static Progress progress() {
        return new Progress(Duration.ofMinutes(1), Duration.ofMinutes(1));
    }
}

package org.medsendx.uplink.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.deidentified.Encryption;
import org.medsendx.uplink.ability.Ability;
import org.medsendx.uplink.ability.StoreAbilities;
import org.medsendx.uplink.upload.StoreUnavailable;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.S3Client;

/** The contract on S3Mock with a key of KMS, which it knows and says of each object. */
class S3MockKmsContractIT extends ObjectStoreContract {

    private static final String KEY =
            "arn:aws:kms:eu-central-1:123456789012:key/5d0e7a3c-1f7e-4f4e-9d5b-0a6b8e1f2a11";

    @TempDir static Path disk;
    private static S3Mock server;

    @BeforeAll
    static void start() throws Exception {
        server = S3Mock.start(disk, S3Server.BUCKET, KEY);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    ServerSideEncryption encryption() {
        return new ServerSideEncryption(Encryption.AWS_KMS, KEY);
    }

    @Override
    S3Client client(ExecutionInterceptor... interceptors) {
        return S3Server.client(server.endpoint(), S3Server.SECRET, interceptors);
    }

    @Override
    String bucket() {
        return S3Server.BUCKET;
    }

    @Override
    boolean endingAnUploadLeavesTheObject() {
        return false;
    }

    @Override
    void assertSeen(StoreAbilities seen) {
        assertThat(seen.has(Ability.ENCRYPTION)).isTrue();
    }

    @Test
    void an_object_is_kept_with_the_key_that_was_asked_for() throws Exception {
        var job = job(bytes(10_000));

        new S3ObjectStore(s3, settings(encryption()), asked(encryption()))
                .put(job, file(job), progress());

        var head = s3.headObject(request -> request.bucket(bucket()).key(job.key()));
        assertThat(head.serverSideEncryptionAsString()).isEqualTo("aws:kms");
        assertThat(head.ssekmsKeyId()).isEqualTo(KEY);
    }

    /** A setting to be mended is no fault of the object: it waits, and is not parked. */
    @Test
    void with_a_key_that_the_store_does_not_know_objects_wait_and_the_reason_is_said()
            throws Exception {
        var unknown = new ServerSideEncryption(Encryption.AWS_KMS, KEY.replace("5d0e", "0000"));
        var job = job(bytes(10_000));

        assertThatThrownBy(() ->
                        new S3ObjectStore(s3, settings(unknown), asked(unknown))
                                .put(job, file(job), progress()))
                .isInstanceOfSatisfying(
                        StoreUnavailable.class,
                        e -> assertThat(e.code()).containsAnyOf("KMS", "encrypt"));
    }
}

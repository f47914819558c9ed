package org.medsendx.uplink.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.uplink.ability.Ability;
import org.medsendx.uplink.ability.StoreAbilities;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The contract on S3Mock, which says of objects that they are encrypted, and checks no signature.
 */
class S3MockContractIT extends ObjectStoreContract {

    @TempDir static Path disk;
    private static S3Mock server;

    @BeforeAll
    static void start() throws Exception {
        server = S3Mock.start(disk, S3Server.BUCKET);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    S3Client client(ExecutionInterceptor... interceptors) {
        return S3Server.client(server.endpoint(), S3Server.SECRET, interceptors);
    }

    @Override
    String bucket() {
        return S3Server.BUCKET;
    }

    // Version 5.1 answers 404 for the object after the unfinished upload of its key was aborted.
    @Override
    boolean endingAnUploadLeavesTheObject() {
        return false;
    }

    @Override
    void assertSeen(StoreAbilities seen) {
        assertThat(seen.has(Ability.CONDITIONAL_WRITES)).isTrue();
        assertThat(seen.has(Ability.MULTIPART)).isTrue();
    }
}

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

/** The contract on s3proxy, which checks signatures and digests and does not encrypt. */
class S3ProxyContractIT extends ObjectStoreContract {

    @TempDir static Path disk;
    private static S3Server server;

    @BeforeAll
    static void start() throws Exception {
        server = S3Server.started(disk.resolve("s3"));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Override
    S3Client client(ExecutionInterceptor... interceptors) {
        return server.client(interceptors);
    }

    @Override
    String bucket() {
        return S3Server.BUCKET;
    }

    @Override
    void assertSeen(StoreAbilities seen) {
        assertThat(seen.has(Ability.CONDITIONAL_WRITES)).isTrue();
        assertThat(seen.has(Ability.CHECKSUMS_CHECKED)).isTrue();
        assertThat(seen.has(Ability.MULTIPART)).isTrue();
        assertThat(seen.has(Ability.REMOVAL)).isTrue();
    }
}

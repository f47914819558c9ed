package org.medsendx.uplink.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.config.source.yaml.YamlConfigSource;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.medsendx.uplink.messaging.ChannelsIT;
import org.medsendx.uplink.messaging.TruckBroker;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** What the client of the object store effectively runs with. */
@QuarkusTest
@WithTestResource(TruckBroker.class)
@TestProfile(ChannelsIT.OfItsOwn.class)
class S3ClientIT {

    @Inject S3Client client;
    @Inject S3ClientBuilder configured;

    @Test
    void retries_nothing_by_itself_and_goes_where_it_is_told() {
        var effective = client.serviceClientConfiguration();

        assertThat(effective.overrideConfiguration().retryStrategy())
                .hasValueSatisfying(strategy -> assertThat(strategy.maxAttempts()).isEqualTo(1));
        assertThat(effective.region()).isEqualTo(Region.EU_CENTRAL_1);
        assertThat(effective.endpointOverride()).contains(URI.create("http://127.0.0.1:1"));
    }

    // The HTTP client tells nothing of itself: the time it takes to give up does.
    @Test
    void gives_up_a_store_that_does_not_answer_after_the_socket_timeout_that_is_configured()
            throws Exception {
        // Made first: there is one builder, and it is used again here.
        assertThat(client.serviceClientConfiguration()).isNotNull();
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var s3 =
                        configured
                                .endpointOverride(
                                        URI.create("http://127.0.0.1:" + silent.getLocalPort()))
                                .build()) {
            long begin = System.nanoTime();

            assertThatThrownBy(() -> s3.headBucket(head -> head.bucket("clinic")))
                    .isInstanceOf(SdkClientException.class)
                    .hasRootCauseInstanceOf(SocketTimeoutException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void the_file_sets_the_timeouts_under_the_names_that_take_effect() throws Exception {
        var file = new YamlConfigSource(getClass().getResource("/application.yaml"));

        assertThat(file.getValue("quarkus.s3.sync-client.socket-timeout")).isEqualTo("2m");
        assertThat(file.getValue("quarkus.s3.sync-client.connection-timeout")).isEqualTo("10s");
        assertThat(file.getValue("quarkus.s3.sync-client.type")).isEqualTo("url");
    }
}

package org.medsendx.uplink.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.config.source.yaml.YamlConfigSource;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.medsendx.uplink.messaging.ChannelsIT;
import org.medsendx.uplink.messaging.TruckBroker;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.S3Exception;

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

    /** Over a slow link the two arrive in one packet; the JDK's own client loses the second. */
    @Test
    void hears_an_answer_that_arrives_together_with_the_word_to_continue() throws Exception {
        assertThat(client.serviceClientConfiguration()).isNotNull();
        try (var store = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var s3 =
                        configured
                                .endpointOverride(
                                        URI.create("http://127.0.0.1:" + store.getLocalPort()))
                                .build()) {
            Thread.ofVirtual().start(() -> continueAndRefuse(store));

            assertThatThrownBy(() ->
                            s3.putObject(
                                    put -> put.bucket("clinic").key("a"),
                                    RequestBody.fromBytes(new byte[100_000])))
                    .isInstanceOfSatisfying(
                            S3Exception.class,
                            refused -> assertThat(refused.statusCode()).isEqualTo(403));
        }
    }

    private static void continueAndRefuse(ServerSocket store) {
        try (var connection = store.accept()) {
            var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8));
            for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                // The head of the request, to its empty line.
            }
            connection
                    .getOutputStream()
                    .write(
                            """
                            HTTP/1.1 100 Continue\r
                            \r
                            HTTP/1.1 403 Forbidden\r
                            Content-Length: 0\r
                            \r
                            """
                                    .getBytes(UTF_8));
            in.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void the_file_sets_the_timeouts_under_the_names_that_take_effect() throws Exception {
        var file = new YamlConfigSource(getClass().getResource("/application.yaml"));

        assertThat(file.getValue("quarkus.s3.sync-client.socket-timeout")).isEqualTo("2m");
        assertThat(file.getValue("quarkus.s3.sync-client.connection-timeout")).isEqualTo("10s");
        assertThat(file.getValue("quarkus.s3.sync-client.type")).isEqualTo("apache");
    }
}

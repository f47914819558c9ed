package org.medsendx.endtoend.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.catalogue.Broker;
import org.medsendx.contracts.catalogue.Principal;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.localstack.broker.BrokerUsers;
import org.medsendx.localstack.broker.KafkaBroker;
import org.medsendx.localstack.process.ChildProcess;
import org.medsendx.localstack.process.Ports;
import org.medsendx.outbox.Publisher.PublishException;
import org.medsendx.outbox.kafka.KafkaPublisher;

/**
 * The way off the box: what the uplink publishes with, against brokers that speak TLS and SCRAM as
 * the cloud's does, with keys of an authority of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CloudTlsIT {

    private static final Duration START = Duration.ofSeconds(120);
    private static final Ports PORTS = new Ports();

    private TestAuthority authority;
    private Path stranger;
    private Served good;
    private Served elsewhere;
    private Served expired;

    private record Served(ChildProcess process, int port, BrokerUsers users) {}

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        authority = new TestAuthority(folder, "cloud");
        stranger = new TestAuthority(folder, "stranger").certificate();
        good = serve(folder, "good", authority.signed("good", "ip:127.0.0.1", "-0d"));
        elsewhere =
                serve(folder, "other", authority.signed("other", "dns:elsewhere.example", "-0d"));
        expired = serve(folder, "expired", authority.signed("expired", "ip:127.0.0.1", "-31d"));
        for (var broker : List.of(good, elsewhere, expired)) {
            await().atMost(START).until(() -> listens(broker));
        }
        await().atMost(START)
                .ignoreExceptions()
                .until(() -> {
                    try (var admin = Admin.create(new HashMap<>(login(good, Principal.OPERATOR)))) {
                        admin.createTopics(List.of(new NewTopic(topic(), 1, (short) 1)))
                                .all()
                                .get();
                        return true;
                    }
                });
    }

    @AfterAll
    void stop() {
        List.of(good, elsewhere, expired).forEach(broker -> broker.process().close());
    }

    private static String topic() {
        return DeidentifiedTopic.SCANS_FEATURES.topicName();
    }

    private static Served serve(Path root, String name, String keys) throws IOException {
        Path folder = Files.createDirectories(root.resolve("broker-" + name));
        Files.writeString(folder.resolve("listener.pem"), keys);
        var users = BrokerUsers.in(folder, Broker.CLOUD);
        int port = PORTS.any();
        var process =
                ChildProcess.start(
                        name,
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                KafkaBroker.class.getName(),
                                folder.toString(),
                                Integer.toString(port),
                                Integer.toString(PORTS.any()),
                                "lazy",
                                "cloud"),
                        Map.of(),
                        folder.resolve("log.txt"));
        return new Served(process, port, users);
    }

    private static boolean listens(Served broker) throws IOException {
        if (!broker.process().alive()) {
            throw new IllegalStateException(broker.process().lastLines(30));
        }
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", broker.port()), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** As a truck is configured: its user, TLS, and the authority that it trusts. */
    private Map<String, String> login(Served broker, Principal principal) throws Exception {
        var settings = new HashMap<>(broker.users().login(principal));
        settings.put("bootstrap.servers", "127.0.0.1:" + broker.port());
        settings.put("security.protocol", "SASL_SSL");
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.location", authority.certificate().toString());
        settings.put("request.timeout.ms", "3000");
        settings.put("max.block.ms", "4000");
        settings.put("delivery.timeout.ms", "4000");
        return settings;
    }

    private static void publish(Map<String, String> settings) throws Exception {
        var data = EventCodec.JSON.readValue(sample("scans.features.v1"), ScanFeatures.class);
        var event =
                new Event<>(
                        Event.idOf(data.subject(), topic(), "00"),
                        "/trucks/" + data.truck() + "/uplink",
                        1,
                        "0011223344556677",
                        null,
                        data);
        try (var publisher = new KafkaPublisher(settings)) {
            assertThat(publisher.publish(List.of(event))).hasSize(1);
        }
    }

    private static byte[] sample(String topic) throws IOException {
        Path samples = Path.of("../contracts/src/main/resources");
        try (var all = Files.walk(samples)) {
            return Files.readAllBytes(
                    all.filter(file -> file.toString().contains("sample"))
                            .filter(file ->
                                    file.getFileName().toString().startsWith(topic)
                                            || file.toString().contains("/" + topic + "/"))
                            .filter(Files::isRegularFile)
                            .sorted()
                            .findFirst()
                            .orElseThrow());
        }
    }

    @Test
    void the_uplink_publishes_over_tls_with_its_user() throws Exception {
        publish(login(good, Principal.UPLINK));
    }

    @Test
    void a_broker_of_another_authority_is_not_told_anything() throws Exception {
        var settings = login(good, Principal.UPLINK);
        settings.put("ssl.truststore.location", stranger.toString());

        assertThatThrownBy(() -> publish(settings))
                .isInstanceOf(PublishException.class)
                .hasMessageContaining("SslAuthenticationException");
    }

    @Test
    void a_broker_whose_certificate_expired_is_not_told_anything() throws Exception {
        assertThatThrownBy(() -> publish(login(expired, Principal.UPLINK)))
                .isInstanceOf(PublishException.class)
                .hasMessageContaining("SslAuthenticationException");
    }

    @Test
    void a_broker_whose_certificate_names_another_host_is_not_told_anything() throws Exception {
        assertThatThrownBy(() -> publish(login(elsewhere, Principal.UPLINK)))
                .isInstanceOf(PublishException.class)
                .hasMessageContaining("SslAuthenticationException");

        var unchecked = login(elsewhere, Principal.OPERATOR);
        unchecked.put("ssl.endpoint.identification.algorithm", "");
        try (var admin = Admin.create(new HashMap<>(unchecked))) {
            // It is the name and nothing else that was refused.
            assertThat(admin.listTopics().names().get()).isInstanceOf(Set.class);
        }
    }

    @Test
    void a_wrong_password_is_refused_over_tls_too() throws Exception {
        var settings = login(good, Principal.UPLINK);
        settings.put(
                "sasl.jaas.config",
                RightsOfUsers.jaas(Principal.UPLINK.userName(), "not-the-password"));

        assertThatThrownBy(() -> publish(settings))
                .isInstanceOf(PublishException.class)
                .hasMessageContaining("SaslAuthenticationException");
    }
}

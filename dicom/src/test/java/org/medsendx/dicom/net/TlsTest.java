package org.medsendx.dicom.net;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

    @TempDir static Path folder;
    // A handshake in a cold JVM on a busy machine takes seconds.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static TestKeys node;
    private static TestKeys scanner;
    private static TestKeys stranger;

    @BeforeAll
    static void keys() throws Exception {
        node = TestKeys.shared("ours", "EC");
        scanner = TestKeys.shared("theirs", "EC");
        stranger = TestKeys.create(folder, "stranger", "EC", "dns:elsewhere.example");
    }

    private static Node listen(TestKeys keys) throws IOException {
        Tls tls = keys.trusting(scanner);
        return new Node(o -> o.withTls(tls).withTimeouts(PATIENCE, PATIENCE));
    }

    private static StorageScu call(Node peer, Tls tls) throws IOException {
        return StorageScu.open(
                new Peer(peer.address(), "NODE", "TEST", PATIENCE, Optional.of(tls)),
                List.of(
                        new StorageScu.Proposal(StorageScu.VERIFICATION, List.of(Node.IMPLICIT)),
                        new StorageScu.Proposal(Node.CT, List.of(Node.EXPLICIT))));
    }

    @Test
    void stores_between_peers_that_trust_each_other() throws IOException {
        byte[] bytes = new byte[1_000_001];
        new Random(1).nextBytes(bytes);
        Path file = Files.write(folder.resolve("x"), bytes);
        try (var peer = listen(node)) {
            try (var scu = call(peer, scanner.trusting(node))) {
                assertThat(scu.echo().success()).isTrue();
                assertThat(scu.store(file, 0, Node.CT, "1.2", Node.EXPLICIT))
                        .contains(StoreStatus.SUCCESS);
            }
            assertThat(requireNonNull(peer.stored.get("1.2"))).isEqualTo(bytes);
        }
    }

    private static void exchange(TestKeys now, TestKeys files) throws IOException {
        Files.copy(now.certificate(), files.certificate(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(now.key(), files.key(), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void takes_up_exchanged_keys_and_leaves_associations_in_flight_alone() throws Exception {
        var files = new TestKeys(folder.resolve("live.crt"), folder.resolve("live.key"));
        exchange(node, files);
        var next = TestKeys.create(folder, "next", "EC", "ip:127.0.0.1");
        Path data = Files.write(folder.resolve("data"), new byte[100_001]);
        Tls tls = Tls.ofPem(files.certificate(), files.key(), scanner.certificate());
        try (var peer = new Node(o -> o.withTls(tls).withTimeouts(PATIENCE, PATIENCE));
                var before = call(peer, scanner.trusting(node))) {
            assertThat(before.echo().success()).isTrue();
            assertThat(tls.reload()).isFalse();
            exchange(next, files);

            assertThat(tls.reload()).isTrue();
            assertThat(tls.reload()).isFalse();

            assertThat(before.store(data, 0, Node.CT, "1.3", Node.EXPLICIT))
                    .contains(StoreStatus.SUCCESS);
            try (var after = call(peer, scanner.trusting(next))) {
                assertThat(after.echo().success()).isTrue();
            }
            assertThatThrownBy(() -> call(peer, scanner.trusting(node)))
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void keeps_its_keys_while_the_files_do_not_fit_each_other() throws Exception {
        var files = new TestKeys(folder.resolve("half.crt"), folder.resolve("half.key"));
        exchange(node, files);
        Tls tls = Tls.ofPem(files.certificate(), files.key(), scanner.certificate());
        var good = tls.expiry().orElseThrow();
        for (byte[] bad :
                List.of(
                        Files.readAllBytes(stranger.certificate()),
                        new byte[0],
                        "-----BEGIN CERTIFICATE-----\nMIIB".getBytes(StandardCharsets.US_ASCII))) {
            Files.write(files.certificate(), bad);

            assertThatThrownBy(tls::reload).isInstanceOf(IOException.class);

            assertThat(tls.expiry()).contains(good);
        }
        try (var peer = new Node(o -> o.withTls(tls).withTimeouts(PATIENCE, PATIENCE));
                var scu = call(peer, scanner.trusting(node))) {
            assertThat(scu.echo().success()).isTrue();
        }
        exchange(stranger, files);
        assertThat(tls.reload()).isTrue();
    }

    @Test
    void refuses_a_key_that_belongs_to_another_certificate() {
        assertThatThrownBy(
                        () -> Tls.ofPem(node.certificate(), stranger.key(), scanner.certificate()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not belong");
    }

    @Test
    void serves_a_caller_without_a_certificate_when_told_to() throws Exception {
        Tls tls = node.trusting(scanner).withoutCallerCertificate();
        var nobody = SSLContext.getInstance("TLS");
        nobody.init(null, new TrustManager[] {trusting(node)}, null);
        try (var peer = new Node(o -> o.withTls(tls).withTimeouts(PATIENCE, PATIENCE));
                var scu = call(peer, Tls.of(nobody))) {
            assertThat(scu.echo().success()).isTrue();
        }
        try (var peer = listen(node)) {
            assertThatThrownBy(() -> call(peer, Tls.of(nobody))).isInstanceOf(IOException.class);
        }
    }

    private static TrustManager trusting(TestKeys keys) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var in = Files.newInputStream(keys.certificate())) {
            store.setCertificateEntry(
                    "k", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return trust.getTrustManagers()[0];
    }

    @Test
    void refuses_callers_without_a_trusted_certificate_or_without_tls() throws IOException {
        try (var peer = listen(node)) {
            assertThatThrownBy(() -> call(peer, stranger.trusting(node)))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(peer::call).isInstanceOf(IOException.class);
            try (var raw = new Raw(peer)) {
                raw.send(Raw.request("NODE", 0));
                raw.socket.shutdownOutput();
                byte[] rest = raw.socket.getInputStream().readAllBytes();
                // At most a TLS alert, nothing of the upper layer.
                assertThat(rest.length).isLessThan(10);
            }
            try (var scu = call(peer, scanner.trusting(node))) {
                assertThat(scu.echo().success()).isTrue();
            }
            assertThat(peer.requests).isEmpty();
        }
    }

    @Test
    void refuses_a_peer_it_does_not_trust_or_that_is_another_host() throws IOException {
        try (var peer = listen(stranger)) {
            assertThatThrownBy(() -> call(peer, scanner.trusting(node)))
                    .isInstanceOf(SSLException.class);
            assertThatThrownBy(() -> call(peer, scanner.trusting(stranger)))
                    .isInstanceOf(SSLException.class);
            try (var scu = call(peer, scanner.trusting(stranger).withoutHostNameCheck())) {
                assertThat(scu.echo().success()).isTrue();
            }
        }
    }

    @Test
    void speaks_no_weak_cipher_and_no_old_version() throws IOException {
        try (var peer = listen(node)) {
            for (String[] weak :
                    List.of(
                            new String[] {"TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384"},
                            new String[] {"TLSv1.2", "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384"})) {
                try (var raw = new Raw(peer);
                        SSLSocket socket = scanner.trusting(node).calling(raw.socket, "x")) {
                    var parameters = socket.getSSLParameters();
                    parameters.setProtocols(new String[] {weak[0]});
                    parameters.setCipherSuites(new String[] {weak[1]});
                    socket.setSSLParameters(parameters);

                    assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
                }
            }
            for (String version : List.of("TLSv1.2", "TLSv1.3")) {
                try (var raw = new Raw(peer);
                        SSLSocket socket =
                                scanner.trusting(node).calling(raw.socket, "127.0.0.1")) {
                    socket.setEnabledProtocols(new String[] {version});
                    socket.startHandshake();

                    assertThat(socket.getSession().getProtocol()).isEqualTo(version);
                    assertThat(socket.getSession().getCipherSuite()).contains("GCM");
                }
            }
        }
    }

    @Test
    void a_handshake_that_never_ends_is_cut_off() throws IOException {
        Tls tls = node.trusting(scanner);
        try (var peer =
                        new Node(o ->
                                o.withTls(tls)
                                        .withTimeouts(
                                                Duration.ofMillis(300), Duration.ofMillis(100)));
                var silent = new Raw(peer);
                var half = new Raw(peer)) {
            half.send(Raw.bytes("16 03 01 01"));

            assertThat(silent.socket.getInputStream().readAllBytes().length).isLessThan(10);
            assertThat(half.socket.getInputStream().readAllBytes().length).isLessThan(10);
        }
    }

    @Test
    void says_which_file_is_wrong_but_not_where() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "nothing");

        assertThatThrownBy(() -> Tls.ofPem(node.certificate(), text, node.certificate()))
                .hasMessageContaining("PKCS #8");
        assertThatThrownBy(() -> Tls.ofPem(folder.resolve("no"), node.key(), node.certificate()))
                .hasMessageContaining("certificate chain")
                .hasMessageNotContaining(folder.toString());
    }
}

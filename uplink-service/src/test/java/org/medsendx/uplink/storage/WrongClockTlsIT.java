package org.medsendx.uplink.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With TLS a wrong clock is met at the store's certificate, before any signature. */
class WrongClockTlsIT {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({"+1y, clock", "-2y, certificate-expired", "-1d, ''"})
    void says_which_end_of_a_certificate_the_truck_s_clock_is_beyond(String begins, String code)
            throws Exception {
        var store = keys(begins);
        var server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(server(store)));
        server.createContext("/", exchange -> exchange.sendResponseHeaders(204, -1));
        server.start();
        try {
            var url =
                    java.net
                            .URI
                            .create("https://127.0.0.1:" + server.getAddress().getPort())
                            .toURL();
            var connection = (HttpsURLConnection) url.openConnection();
            connection.setSSLSocketFactory(client(store).getSocketFactory());
            Exception fault = null;
            try {
                assertThat(connection.getResponseCode()).isEqualTo(204);
            } catch (java.io.IOException e) {
                // As the SDK hands it on: wrapped.
                fault = new IllegalStateException(e);
            }

            assertThat(fault == null ? "" : S3Faults.noAnswer(fault).code()).isEqualTo(code);
        } finally {
            server.stop(0);
        }
    }

    /** An authority, and a server's certificate of 30 days that it made. */
    private KeyStore keys(String begins) throws Exception {
        Path file = folder.resolve("keys.p12");
        keytool(file, "ca", "-ext", "bc:c", "-startdate", "-3y", "-validity", "3650");
        keytool(
                file,
                "server",
                "-signer",
                "ca",
                "-ext",
                "san=ip:127.0.0.1",
                "-startdate",
                begins,
                "-validity",
                "30");
        return KeyStore.getInstance(file.toFile(), PASSWORD);
    }

    private static void keytool(Path file, String name, String... more) throws Exception {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                new String(PASSWORD),
                                "-keyalg",
                                "EC",
                                "-alias",
                                name,
                                "-dname",
                                "CN=" + name));
        command.addAll(List.of(more));
        Path said = file.resolveSibling("keytool.log");
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        assertThat(process.waitFor()).as(Files.readString(said)).isZero();
    }

    private static SSLContext server(KeyStore store) throws Exception {
        var keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setEntry(
                "server",
                store.getEntry("server", new KeyStore.PasswordProtection(PASSWORD)),
                new KeyStore.PasswordProtection(PASSWORD));
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private static SSLContext client(KeyStore store) throws Exception {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", store.getCertificate("ca"));
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}

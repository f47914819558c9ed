package org.medsendx.ingest.service;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.ingest.TestKeys;

/** The packaged service with its pages over TLS, as docs/operations.md says how. */
class HttpCertificateIT {

    private static final Pattern HTTPS = Pattern.compile("https://127.0.0.1:(\\d+)");

    @Test
    void pages_are_served_with_the_certificate_that_is_in_the_file_now(@TempDir Path folder)
            throws Exception {
        var first = TestKeys.create(folder, "first");
        var next = TestKeys.create(folder, "next");
        var files = new TestKeys(folder.resolve("live.crt"), folder.resolve("live.key"));
        exchange(first, files);
        try (var service =
                ServiceProcess.start(
                        folder,
                        Map.of(
                                "kafka.bootstrap.servers", "127.0.0.1:1",
                                "quarkus.http.ssl-port", "0",
                                "quarkus.tls.reload-period", "1s",
                                "quarkus.tls.key-store.pem.0.cert", files.certificate().toString(),
                                "quarkus.tls.key-store.pem.0.key", files.key().toString()))) {
            var found = HTTPS.matcher(service.log());
            assertThat(found.find()).isTrue();
            int port = Integer.parseInt(found.group(1));
            assertThat(served(port)).isEqualTo(certificate(first));

            exchange(next, files);
            // A connection that comes in the moment of a look may be refused.
            await().ignoreExceptions()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> served(port).equals(certificate(next)));
        }
    }

    private static void exchange(TestKeys now, TestKeys files) throws IOException {
        Files.copy(now.key(), files.key(), REPLACE_EXISTING);
        Files.copy(now.certificate(), files.certificate(), REPLACE_EXISTING);
    }

    private static X509Certificate certificate(TestKeys keys)
            throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(keys.certificate())) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    /** What a caller is shown, whoever that is. */
    private static X509Certificate served(int port) throws IOException, GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new AnyCertificate()}, null);
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static final class AnyCertificate implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

package org.medsendx.servicehealth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With certificates of the JDK's keytool: one that is good for 30 days, one that has expired. */
class CertificatesTest {

    private static final String PASSWORD = "changeit";

    @TempDir static Path folder;
    private static Path good;
    private static Path gone;

    @BeforeAll
    static void make() throws Exception {
        good = make("good", "-0d");
        gone = make("gone", "-31d");
    }

    private static Path make(String name, String from) throws Exception {
        Path store = folder.resolve(name + ".p12");
        var keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-J-XX:TieredStopAtLevel=1",
                                "-genkeypair",
                                "-alias",
                                name,
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=secret-subject",
                                "-startdate",
                                from,
                                "-validity",
                                "30",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                PASSWORD)
                        .inheritIO()
                        .start();
        assertThat(keytool.waitFor()).isZero();
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        return Files.writeString(
                folder.resolve(name + ".pem"),
                "-----BEGIN PRIVATE KEY-----\nMIIBaaaa\n-----END PRIVATE KEY-----\n"
                        + "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(keys.getCertificate(name).getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
    }

    private static SmallRyeConfig config(Map<String, String> properties) {
        var all = new LinkedHashMap<>(properties);
        all.put("quarkus.application.name", "edge-ingest");
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(all, "test", 300))
                .build();
    }

    private record Looks(Duration warnBefore, Duration every) implements CertificatesConfig {}

    @Test
    void reads_pem_files_and_key_stores_and_says_the_first_end_of_all_that_is_in_them()
            throws IOException {
        var now = Instant.now();
        assertThat(new CertificateFile(good, null).expiry())
                .isBetween(now.plus(Duration.ofDays(29)), now.plus(Duration.ofDays(30)));
        Path both = folder.resolve("both.pem");
        Files.writeString(both, Files.readString(good) + Files.readString(gone));
        assertThat(new CertificateFile(both, null).expiry()).isBefore(now);
        assertThat(new CertificateFile(folder.resolve("gone.p12"), PASSWORD).expiry())
                .isBefore(now);
    }

    @Test
    void says_that_a_file_is_none() throws IOException {
        Path empty = Files.write(folder.resolve("empty.pem"), new byte[0]);
        Path half =
                Files.writeString(folder.resolve("half.pem"), "-----BEGIN CERTIFICATE-----\nMI");
        for (Path file : List.of(empty, half, folder.resolve("absent.pem"))) {
            assertThatThrownBy(() -> new CertificateFile(file, null).expiry())
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void finds_every_file_of_certificates_that_a_configuration_names() {
        var values = new LinkedHashMap<String, String>();
        values.put("quarkus.http.ssl.certificate.files", "/a.pem,/b.pem");
        values.put("quarkus.tls.key-store.pem.0.cert", "/c.pem");
        values.put("quarkus.tls.pages.key-store.pem.0.cert", "/d.pem");
        values.put("quarkus.tls.\"pages\".trust-store.pem.certs", "/e.pem");
        values.put("quarkus.tls.pages.key-store.p12.path", "/f.p12");
        values.put("quarkus.tls.pages.key-store.p12.password", "word");
        values.put("kafka.ssl.truststore.location", "/g.pem");
        values.put("medsendx.uplink.cloud-kafka.\"ssl.truststore.location\"", "/h.p12");
        values.put("medsendx.uplink.cloud-kafka.\"ssl.truststore.password\"", "other");
        values.put("medsendx.uplink.cloud-kafka.\"ssl.keystore.location\"", "/i.pem");
        values.put("medsendx.ingest.tls.trusted", "/j.pem");
        values.put("medsendx.ingest.tls.private-key", "/never.pem");
        values.put("quarkus.tls.key-store.pem.0.key", "/never.pem");

        var found = ConfiguredCertificates.of(values.keySet(), values::get);

        assertThat(found)
                .containsOnly(
                        Map.entry("http", new CertificateFile(Path.of("/a.pem"), null)),
                        Map.entry("http-2", new CertificateFile(Path.of("/b.pem"), null)),
                        Map.entry("tls", new CertificateFile(Path.of("/c.pem"), null)),
                        Map.entry("tls-pages", new CertificateFile(Path.of("/d.pem"), null)),
                        Map.entry(
                                "tls-pages-trusted", new CertificateFile(Path.of("/e.pem"), null)),
                        Map.entry("tls-pages-2", new CertificateFile(Path.of("/f.p12"), "word")),
                        Map.entry("kafka-trusted", new CertificateFile(Path.of("/g.pem"), null)),
                        Map.entry(
                                "cloud-kafka-trusted",
                                new CertificateFile(Path.of("/h.p12"), "other")),
                        Map.entry("cloud-kafka", new CertificateFile(Path.of("/i.pem"), null)),
                        Map.entry("cstore-trusted", new CertificateFile(Path.of("/j.pem"), null)));
    }

    @Test
    void says_it_once_a_day_and_again_when_the_state_changes() {
        var warnings = new ExpiryWarnings(Duration.ofDays(21));
        var end = Instant.parse("2031-05-31T00:00:00Z");
        var early = end.minus(Duration.ofDays(22));
        var soon = end.minus(Duration.ofDays(20));

        assertThat(warnings.of("cstore", end, early)).isNull();
        assertThat(warnings.of("cstore", end, soon))
                .isEqualTo(
                        new ExpiryWarnings.Warning(
                                ExpiryWarnings.State.ENDS_SOON,
                                "the certificate cstore expires in 20 days, 2031-05-31T00:00:00Z."
                                        + " See docs/operations.md, Certificates."));
        assertThat(warnings.of("cstore", end, soon.plus(Duration.ofHours(23)))).isNull();
        assertThat(warnings.of("cstore", end, soon.plus(Duration.ofHours(24)))).isNotNull();
        assertThat(state(warnings, end, end)).isEqualTo(ExpiryWarnings.State.EXPIRED);
        assertThat(state(warnings, null, end)).isEqualTo(ExpiryWarnings.State.UNREADABLE);
        assertThat(state(warnings, end.plus(Duration.ofDays(365)), end))
                .isEqualTo(ExpiryWarnings.State.GOOD);
        assertThat(warnings.of("cstore", end.plus(Duration.ofDays(365)), end)).isNull();
    }

    private static ExpiryWarnings.State state(
            ExpiryWarnings warnings, @org.jspecify.annotations.Nullable Instant end, Instant now) {
        var warning = warnings.of("cstore", end, now);
        assertThat(warning).isNotNull();
        return java.util.Objects.requireNonNull(warning).state();
    }

    @Test
    void shows_how_long_each_is_good_and_follows_the_file() throws IOException {
        Path live = Files.copy(good, folder.resolve("live.pem"));
        var settings =
                config(
                        Map.of(
                                "medsendx.ingest.tls.trusted",
                                live.toString(),
                                "kafka.ssl.truststore.location",
                                folder.resolve("absent.pem").toString()));
        var meters = new SimpleMeterRegistry();
        var watch =
                new CertificateWatch(
                        new Looks(Duration.ofDays(21), Duration.ofHours(1)), settings, meters);

        watch.start(new io.quarkus.runtime.StartupEvent());
        try {
            assertThat(seconds(meters, "cstore-trusted")).isBetween(29 * 86_400.0, 30 * 86_400.0);
            assertThat(seconds(meters, "kafka-trusted")).isZero();

            Files.write(live, Files.readAllBytes(gone));
            watch.look(Instant.now());
            assertThat(seconds(meters, "cstore-trusted")).isNegative();

            Files.write(live, "nothing".getBytes(StandardCharsets.US_ASCII));
            watch.look(Instant.now());
            assertThat(seconds(meters, "cstore-trusted")).isZero();
            assertThat(watch.expiries()).containsOnlyKeys("cstore-trusted", "kafka-trusted");
        } finally {
            watch.stop(new io.quarkus.runtime.ShutdownEvent());
        }
    }

    private static double seconds(SimpleMeterRegistry meters, String name) {
        return meters.get("medsendx.ingest.certificate.expiry")
                .tag("certificate", name)
                .gauge()
                .value();
    }
}

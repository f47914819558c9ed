package org.medsendx.ingest.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.Instances.uid;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.accounts.Accounts;
import org.medsendx.accounts.Machine;
import org.medsendx.dicom.net.Tls;
import org.medsendx.ingest.TestKeys;
import org.medsendx.ingest.stow.StowMessage;

/** Programs that send to the packaged service by STOW-RS, with a token and with a certificate. */
class MachinesIT {

    private static final Pattern HTTPS = Pattern.compile("https://127\\.0\\.0\\.1:(\\d+)");
    private static final String TOKEN = "medsendx_" + "Zz09-_".repeat(7) + "A";

    @TempDir Path folder;

    private Path accounts(Machine... machines) throws IOException {
        var all = Accounts.none();
        for (var machine : machines) {
            all = all.with(machine);
        }
        Path file = folder.resolve("accounts.json");
        all.write(file);
        return file;
    }

    private static Map<String, String> settings(Path accounts) {
        return Map.of(
                "kafka.bootstrap.servers", "127.0.0.1:1",
                "medsendx.web.access", "accounts",
                "medsendx.web.accounts-file", accounts.toString());
    }

    private HttpRequest.Builder scan(URI uri) throws Exception {
        var message = StowMessage.of(file(folder, ct(uid(), "Doe^Jane")));
        return HttpRequest.newBuilder(uri)
                .header("Content-Type", message.contentType())
                .header("Accept", "application/dicom+json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(message.bytes()));
    }

    private static HttpResponse<String> send(HttpClient http, HttpRequest request)
            throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void a_machine_sends_with_its_token_and_sees_nothing_of_what_is_there() throws Exception {
        var file =
                accounts(
                        new Machine(
                                "pacs", Machine.proofOf(TOKEN), Instant.now().plusSeconds(3600)));
        try (var service = ServiceProcess.start(folder, settings(file));
                var http = HttpClient.newHttpClient()) {
            String shown = "Bearer " + TOKEN;
            var taken =
                    send(
                            http,
                            scan(service.uri("/studies")).header("Authorization", shown).build());
            var other =
                    send(
                            http,
                            scan(service.uri("/studies"))
                                    .header("Authorization", shown + "A")
                                    .build());
            var look =
                    send(
                            http,
                            HttpRequest.newBuilder(service.uri("/instances"))
                                    .header("Authorization", shown)
                                    .build());

            assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
            assertThat(other.statusCode()).isEqualTo(401);
            assertThat(other.headers().firstValue("WWW-Authenticate"))
                    .contains("Bearer realm=\"truck\", error=\"invalid_token\"");
            assertThat(other.body()).contains("token-refused");
            assertThat(look.statusCode()).isEqualTo(403);
            assertThat(Files.readAllLines(service.volume.resolve("ingest/audit.jsonl")))
                    .filteredOn(line -> line.contains("POST /studies"))
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("pacs", "110104"));
            assertThat(service.log())
                    .contains("token-refused")
                    .doesNotContain(TOKEN, TOKEN.substring(9));
        }
    }

    @Test
    void a_machine_sends_with_its_certificate_and_one_that_is_not_trusted_is_nobody()
            throws Exception {
        var ours = TestKeys.create(folder, "truck");
        var machine = TestKeys.create(folder, "ct");
        var stranger = TestKeys.create(folder, "stranger");
        var pems = folder.resolve("trusted.pem");
        Files.writeString(pems, Files.readString(machine.certificate()));
        var file =
                accounts(
                        new Machine(
                                "ct-7",
                                Machine.proofOf(x509(machine.certificate())),
                                Instant.now().plusSeconds(3600)));
        var settings = new HashMap<>(settings(file));
        settings.put("medsendx.web.client-certificates", "true");
        settings.put("quarkus.http.ssl-port", "0");
        settings.put("quarkus.http.ssl.certificate.files", ours.certificate().toString());
        settings.put("quarkus.http.ssl.certificate.key-files", ours.key().toString());
        settings.put("quarkus.http.ssl.certificate.trust-store-file", pems.toString());
        settings.put("quarkus.http.ssl.certificate.trust-store-file-type", "PEM");
        try (var service = ServiceProcess.start(folder, settings);
                var known = client(machine.trusting(ours));
                var unknown = client(stranger.trusting(ours));
                var without = client(Tls.ofTrusted(ours.certificate()))) {
            var https = HTTPS.matcher(service.log());
            assertThat(https.find()).as(service.log()).isTrue();
            var uri = URI.create("https://127.0.0.1:" + https.group(1) + "/studies");

            var taken = send(known, scan(uri).build());
            var nobody = send(without, scan(uri).build());

            assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
            assertThat(nobody.statusCode()).isEqualTo(401);
            assertThat(nobody.body()).contains("sign-in-first");
            // The server names whom it trusts, so this client has nothing to show.
            assertThat(send(unknown, scan(uri).build()).statusCode()).isEqualTo(401);
            assertThat(Files.readAllLines(service.volume.resolve("ingest/audit.jsonl")))
                    .filteredOn(line -> line.contains("POST /studies"))
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("ct-7"));
        }
    }

    private static X509Certificate x509(Path pem) throws Exception {
        try (var in = Files.newInputStream(pem)) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static HttpClient client(Tls tls) {
        return HttpClient.newBuilder().sslContext(tls.context()).build();
    }
}

package org.medsendx.ingest.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.Instances.uid;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.audit.AuditChain;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.AssociationRejectedException;
import org.medsendx.ingest.Intakes;
import org.medsendx.webguard.WebSurface;

/** The packaged service without any broker: our own sender, a foreign one, and its pages. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CStoreIT {

    /** As the service wrote it before there was a chain. */
    private static final String AUDIT_OF_BEFORE =
            """
            {"at":"2026-11-01T10:00:00Z","who":"127.0.0.1","what":"GET /instances"}
            """;

    @TempDir Path made;
    private ServiceProcess service;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Path own = Files.createDirectories(folder.resolve("identified/ingest"));
        Files.writeString(own.resolve("audit.jsonl"), AUDIT_OF_BEFORE);
        service =
                ServiceProcess.start(
                        folder,
                        Map.of(
                                "kafka.bootstrap.servers", "127.0.0.1:1",
                                "medsendx.ingest.sources.\"CT_1\".scanner", "ct-1"));
    }

    @AfterAll
    void stop() {
        service.close();
    }

    /** Where the ledger ends now: the index to ask for entries after. */
    private long end() throws Exception {
        return service.json("/status").get("entries").asLong() - 1;
    }

    @Test
    void answers_each_input_with_the_status_of_the_standard() throws Exception {
        long before = end();
        String uid = uid();
        var file = file(made, ct(uid, "Doe^Jane"));
        var conflicting = file(made, ct(uid, "Roe^Jane"));
        var truncated = Files.write(made.resolve("t"), cut(Files.readAllBytes(file), 100));

        try (var scu = service.associate("MEDSENDX")) {
            assertThat(scu.echo().success()).isTrue();
            assertThat(scu.accepts("1.2.3.4", Uid.ExplicitVRLittleEndian)).isFalse();
            assertThat(ServiceProcess.store(scu, file, uid).code()).isZero();
            assertThat(ServiceProcess.store(scu, file, uid).code()).isZero();
            assertThat(ServiceProcess.store(scu, conflicting, uid).code()).isEqualTo(0x0111);
            assertThat(ServiceProcess.store(scu, file, uid()).code()).isEqualTo(0xA900);
            assertThat(ServiceProcess.store(scu, truncated, uid()).code()).isEqualTo(0xC000);
        }

        assertThat(service.json("/instances?after=" + before))
                .extracting(entry -> entry.get("outcome").asText())
                .containsExactly(
                        "received", "duplicate", "quarantined", "quarantined", "quarantined");
        assertThat(service.json("/quarantine?after=" + (before + 3)))
                .extracting(entry -> entry.get("reason").asText())
                .containsExactly("uid-mismatch", "truncated");
        assertThat(service.log()).doesNotContain("Jane", uid);
    }

    @Test
    void rejects_a_call_to_another_ae_title() throws Exception {

        assertThatThrownBy(() -> service.associate("SOMEBODY"))
                .isInstanceOf(AssociationRejectedException.class);
    }

    @Test
    void takes_what_dcmtk_sends() throws Exception {
        ServiceProcess.assumeDcmtk();
        long before = end();
        String uid = uid();
        var file = file(made, ct(uid, "Doe^Jane"));

        var storescu =
                new ProcessBuilder(
                                "storescu",
                                "-aec",
                                "MEDSENDX",
                                "-aet",
                                "CT_1",
                                "127.0.0.1",
                                "" + service.dicom().getPort(),
                                file.toString())
                        .inheritIO()
                        .start();

        assertThat(storescu.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(storescu.exitValue()).isZero();
        var entry = service.json("/instances?after=" + before).get(0);
        assertThat(entry.get("outcome").asText()).isEqualTo("received");
        assertThat(entry.get("source").asText()).isEqualTo("CT_1");
        assertThat(entry.get("scanner").asText()).isEqualTo("ct-1");
    }

    @Test
    void shows_identified_data_on_loopback_only_and_keeps_an_audit_line_of_each_look()
            throws Exception {
        var file = file(made, ct(uid(), "Doe^Jane"));

        var text = service.post("/inspect", file);
        var picture = service.post("/inspect?format=png", file);
        var text2 = service.post("/inspect", Files.writeString(made.resolve("x"), "hello"));
        var untyped = service.post("/inspect", file, null);

        assertThat(new String(text.body(), StandardCharsets.UTF_8)).contains("Doe^Jane");
        assertThat(HexFormat.of().formatHex(picture.body(), 0, 4)).isEqualTo("89504e47");
        assertThat(text2.statusCode()).isEqualTo(422);
        assertThat(new String(text2.body(), StandardCharsets.UTF_8)).contains("not-dicom");
        assertThat(untyped.statusCode()).isEqualTo(415);
        assertThat(AuditChain.read(service.volume.resolve("ingest")).problem()).isNull();
        assertThat(service.volume.resolve("ingest/audit.before.jsonl")).hasContent(AUDIT_OF_BEFORE);
        assertThat(Files.readAllLines(service.volume.resolve("ingest/audit.jsonl")))
                .noneMatch(line -> line.contains("Jane"))
                .satisfies(lines -> assertThat(lines.getFirst()).contains("TAKEN_OVER"))
                .filteredOn(line -> line.contains("POST /inspect"))
                .hasSize(3)
                .allMatch(line -> line.contains("\"NetworkAccessPointID\":\"127.0.0.1\""));
        assertThat(Intakes.begun(service.volume)).isEmpty();
        assertThat(service.get("/q/metrics").body()).contains("medsendx_ingest_outbox_backlog");
    }

    @Test
    void answers_no_page_of_another_site() throws Exception {
        int port = service.uri("/").getPort();

        new WebSurface(port).isGuarded("/status", "/inspect");
        new WebSurface(port).isGuarded("/instances", "/inspect");
    }

    @Test
    void says_nothing_of_the_paths_that_strangers_ask_for() throws Exception {
        int port = service.uri("/").getPort();
        String own = "Host: localhost:" + port + "\r\n";
        String uid = uid();
        var heads =
                List.of(
                        "",
                        "Host: evil.example\r\n",
                        own + "Origin: http://evil.example\r\n",
                        own + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
                        own);
        for (String head : heads) {
            for (String path : new String[] {"/studies/" + uid, "/nothing/" + uid, "//" + uid}) {
                try (var socket = new Socket("127.0.0.1", port)) {
                    socket.setSoTimeout(20_000);
                    socket.getOutputStream()
                            .write(
                                    ("GET "
                                                    + path
                                                    + " HTTP/1.1\r\nConnection: close\r\n"
                                                    + head
                                                    + "\r\n")
                                            .getBytes(StandardCharsets.US_ASCII));
                    assertThat(
                                    new String(
                                            socket.getInputStream().readAllBytes(),
                                            StandardCharsets.UTF_8))
                            .as(path + " " + head)
                            .startsWith("HTTP/1.1 4")
                            .doesNotContain(uid);
                }
            }
        }

        assertThat(service.log()).contains("malformed-request").doesNotContain(uid);
        assertThat(service.get("/q/metrics").body()).doesNotContain(uid);
    }

    @Test
    void serves_the_page_while_slow_uploads_hold_all_places() throws Exception {
        var slow = new ArrayList<Socket>();
        var file = file(made, ct(uid(), "Doe^Jane"));
        try {
            for (int i = 0; i < 40; i++) {
                var socket = new Socket("127.0.0.1", service.uri("/").getPort());
                slow.add(socket);
                socket.getOutputStream()
                        .write(
                                ("POST /inspect HTTP/1.1\r\nHost: localhost\r\n"
                                                + "Content-Type: application/dicom\r\n"
                                                + "Content-Length: 100000\r\n\r\nslow")
                                        .getBytes(StandardCharsets.US_ASCII));
            }

            // All but four are told at once.
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> service.post("/inspect", file).statusCode() == 503);
            assertThat(service.get("/q/health/ready").statusCode()).isEqualTo(200);
            assertThat(service.get("/status").statusCode()).isEqualTo(200);

            // And the four lose their places when nothing more comes.
            await().atMost(Duration.ofSeconds(40))
                    .until(() -> service.post("/inspect", file).statusCode() == 200);
            // One of them may still be there when another has left.
            await().atMost(Duration.ofSeconds(40))
                    .untilAsserted(() -> assertThat(Intakes.begun(service.volume)).isEmpty());
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    private static byte[] cut(byte[] bytes, int last) {
        return Arrays.copyOf(bytes, bytes.length - last);
    }
}

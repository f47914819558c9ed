package org.medsendx.ingest.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.Instances.uid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.accounts.Accounts;
import org.medsendx.accounts.PasswordHash;
import org.medsendx.accounts.Role;
import org.medsendx.dicom.Peer;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.net.Dcmtk;
import org.medsendx.dicom.net.Orthanc;
import org.medsendx.ingest.Intakes;
import org.medsendx.ingest.send.SendCommand;
import org.medsendx.ingest.stow.StowMessage;
import picocli.CommandLine;

/**
 * The packaged service as an origin server of STOW-RS: pydicom, dcmtk, Orthanc and plain sockets.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StowIT {

    private static final String DICOM_PARTS = "multipart/related; type=\"application/dicom\"; ";

    @TempDir Path made;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private ServiceProcess service;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        service =
                ServiceProcess.start(
                        folder,
                        Map.of(
                                "kafka.bootstrap.servers", "127.0.0.1:1",
                                "medsendx.ingest.inspect-max-size", "1M",
                                "medsendx.ingest.stow.max-instances", "1000",
                                "medsendx.ingest.stow.max-instance-size", "2M",
                                "medsendx.ingest.stow.max-request-size", "20M",
                                "medsendx.ingest.stow.max-requests", "3",
                                // Shorter than the decisions about many instances take.
                                "quarkus.http.idle-timeout", "4s"));
    }

    @AfterAll
    void stop() {
        http.close();
        service.close();
    }

    /** Where the ledger ends now: the index to ask for entries after. */
    private long end() throws Exception {
        return service.json("/status").get("entries").asLong() - 1;
    }

    private List<String> outcomesAfter(long index) throws Exception {
        var outcomes = new ArrayList<String>();
        service.json("/instances?after=" + index)
                .forEach(entry -> outcomes.add(entry.get("outcome").asText()));
        return outcomes;
    }

    private HttpResponse<String> post(String path, StowMessage message) throws Exception {
        return post(path, message.contentType(), "application/dicom+json", message.bytes());
    }

    private HttpResponse<String> post(String path, String type, String accept, byte[] body)
            throws Exception {
        return http.send(
                HttpRequest.newBuilder(service.uri(path))
                        .header("Content-Type", type)
                        .header("Accept", accept)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    private void nothingIsLeft(long before) throws Exception {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Intakes.begun(service.volume)).isEmpty());
        assertThat(end()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"length", "chunked"})
    void what_pydicom_posts_and_dcmtk_sends_again_is_there_once(String how) throws Exception {
        Peer.require("pydicom", Peer.PYTHON, "-c", "import pydicom");
        Dcmtk.assumePresent("storescu");
        long before = end();
        Path folder = made.resolve("pydicom-" + how);

        var posted =
                Peer.run(
                        Peer.PYTHON,
                        "src/test/resources/stow/post.py",
                        service.uri("/studies").toString(),
                        how,
                        folder.toString(),
                        "6");
        // Each in the transfer syntax that it has: another one would be other bytes.
        int explicit = storescu(folder, "*explicit*", "-xe");
        int implicit = storescu(folder, "*implicit*", "-xi");

        assertThat(posted.lines()).first().isEqualTo("200");
        assertThat(json(posted.lines().get(1)).at("/00081199/Value")).hasSize(6);
        assertThat(List.of(explicit, implicit)).containsExactly(0, 0);
        var entries = service.json("/instances?after=" + before);
        assertThat(entries)
                .extracting(
                        entry -> entry.get("via").asText() + " " + entry.get("outcome").asText())
                .startsWith("STOW_RS received", "STOW_RS received")
                .endsWith("C_STORE duplicate", "C_STORE duplicate")
                .hasSize(12);
        assertThat(service.log()).doesNotContain("Jane");
    }

    @Test
    void what_pydicom_posts_as_metadata_with_bulk_data_is_the_instance_of_the_file()
            throws Exception {
        Peer.require("pydicom", Peer.PYTHON, "-c", "import pydicom");
        long before = end();
        var files = new ArrayList<Path>();
        for (int i = 0; i < 3; i++) {
            files.add(file(made, ct(uid(), "Doe^Jane")));
        }
        Path samples = Path.of("../../shared/samples");
        if (Files.isDirectory(samples)) {
            try (var all = Files.walk(samples)) {
                var small =
                        all.filter(one -> one.toString().endsWith(".dcm") && isSmall(one))
                                .sorted()
                                .toList();
                // All of them take half a minute.
                for (int i = 0; i < small.size(); i += 3) {
                    files.add(small.get(i));
                }
            }
        } else {
            System.out.println("no samples of other projects here: generated files only");
        }
        var command =
                new ArrayList<>(
                        List.of(
                                Peer.PYTHON,
                                "src/test/resources/stow/post_metadata.py",
                                service.uri("/studies").toString()));
        files.stream().map(Path::toString).forEach(command::add);

        var posted = Peer.run(command.toArray(String[]::new)).lines();

        // What is quarantined as a file is not asked about.
        var taken = posted.stream().filter(line -> line.startsWith("200 ")).toList();
        var other = taken.stream().filter(line -> !line.startsWith("200 200 ")).toList();
        System.out.printf(
                "%d files as metadata with bulk data, taken for another: %s%n",
                taken.size(), other);
        assertThat(taken).hasSizeGreaterThanOrEqualTo(3);
        // Text that is none in its character set, and frames in several fragments, JSON cannot say
        // as they were: that is a conflict (0111), and nothing is overwritten.
        assertThat(other).allSatisfy(line -> assertThat(line).startsWith("200 409 273 "));
        assertThat(other).hasSizeLessThanOrEqualTo(taken.size() / 10);
        assertThat(outcomesAfter(before)).contains("duplicate");
        assertThat(service.log()).doesNotContain("Jane");
    }

    private static boolean isSmall(Path file) {
        return file.toFile().length() < 200_000;
    }

    private int storescu(Path folder, String files, String syntax) throws Exception {
        return new ProcessBuilder(
                        "storescu",
                        syntax,
                        "-aec",
                        "MEDSENDX",
                        "+sd",
                        "+sp",
                        files,
                        "127.0.0.1",
                        "" + service.dicom().getPort(),
                        folder.toString())
                .inheritIO()
                .start()
                .waitFor();
    }

    @Test
    void what_orthanc_posts_is_received() throws Exception {
        Dcmtk.assumePresent("Orthanc");
        assumeTrue(Orthanc.hasDicomWeb(), "Orthanc has no DICOMweb here: skipped");
        long before = end();
        var scan =
                ct(uid(), "Doe^Jane")
                        .putString(Tag.StudyInstanceUID, VR.UI, "2.25.47")
                        .putString(Tag.SeriesInstanceUID, VR.UI, "2.25.48")
                        .putString(Tag.PatientID, VR.LO, "4711");
        try (var orthanc =
                Orthanc.start(
                        Files.createDirectory(made.resolve("orthanc")),
                        Optional.empty(),
                        Optional.empty())) {
            String id = orthanc.upload(file(made, scan));
            orthanc.put("/dicom-web/servers/truck", "{\"Url\": \"" + service.uri("/") + "\"}");

            orthanc.post(
                    "/dicom-web/servers/truck/stow",
                    "{\"Resources\": [\"" + id + "\"], \"Synchronous\": true}");
        }

        assertThat(outcomesAfter(before)).containsExactly("received");
    }

    @Test
    void our_own_sender_posts_what_it_finds() throws Exception {
        long before = end();
        Path folder = Files.createDirectory(made.resolve("own"));
        for (int i = 0; i < 3; i++) {
            file(folder, ct(uid(), "Doe^Jane"));
        }
        var out = new StringWriter();
        String[] args = {folder.toString(), "--to", service.uri("/studies").toString()};

        int status = new CommandLine(new SendCommand()).setOut(new PrintWriter(out)).execute(args);
        int again = new CommandLine(new SendCommand()).setOut(new PrintWriter(out)).execute(args);

        assertThat(List.of(status, again)).containsExactly(0, 0);
        assertThat(out.toString()).contains("3 sent (");
        assertThat(outcomesAfter(before))
                .containsExactly(
                        "received", "received", "received", "duplicate", "duplicate", "duplicate");
    }

    @Test
    void each_instance_is_answered_for_itself_and_within_its_study() throws Exception {
        String uid = uid();
        var ours = ct(uid, "Doe^Jane").putString(Tag.StudyInstanceUID, VR.UI, "2.25.7");
        var other = ct(uid(), "Doe^Jane").putString(Tag.StudyInstanceUID, VR.UI, "2.25.8");

        var some = post("/studies/2.25.7", StowMessage.of(file(made, ours), file(made, other)));
        var none = post("/studies/2.25.9", StowMessage.of(file(made, other)));
        var conflict = post("/studies", StowMessage.of(file(made, ct(uid, "Roe^Jane"))));

        assertThat(some.statusCode()).isEqualTo(202);
        assertThat(some.headers().firstValue("Content-Type")).contains("application/dicom+json");
        assertThat(json(some.body()).at("/00081199/Value/0/00081155/Value/0").asText())
                .isEqualTo(uid);
        assertThat(json(some.body()).at("/00081198/Value/0/00081197/Value/0").asInt())
                .isEqualTo(0xA900);
        assertThat(none.statusCode()).isEqualTo(409);
        assertThat(conflict.statusCode()).isEqualTo(409);
        assertThat(json(conflict.body()).at("/00081198/Value/0/00081197/Value/0").asInt())
                .isEqualTo(0x0111);
        assertThat(service.log()).contains("study-mismatch").doesNotContain("2.25.7", uid);
        assertThat(Files.readString(service.volume.resolve("ingest/audit.jsonl")))
                .contains("POST /studies")
                .doesNotContain("2.25.7", uid);
    }

    @Test
    void a_request_of_another_kind_or_size_is_refused_with_a_code() throws Exception {
        long before = end();
        var good = StowMessage.of(file(made, ct(uid(), "Doe^Jane")));
        byte[] body = good.bytes();
        var large = new StowMessage().part("application/dicom", new byte[(2 << 20) + 1]);
        var many = new StowMessage();
        for (int i = 0; i < 1001; i++) {
            many.part("application/dicom", new byte[8]);
        }

        assertThat(refused(415, post("/studies", "application/json", "*/*", body)))
                .isEqualTo("not-multipart");
        assertThat(
                        refused(
                                415,
                                post(
                                        "/studies",
                                        "multipart/related; type=\"application/dicom+xml\";"
                                                + " boundary=a-boundary",
                                        "*/*",
                                        body)))
                .isEqualTo("not-dicom-parts");
        assertThat(
                        refused(
                                406,
                                post(
                                        "/studies",
                                        good.contentType(),
                                        "application/dicom+xml",
                                        body)))
                .isEqualTo("not-acceptable");
        assertThat(refused(400, post("/studies/a-name", good.contentType(), "*/*", body)))
                .isEqualTo("bad-study");
        assertThat(
                        refused(
                                400,
                                post(
                                        "/studies",
                                        good.contentType(),
                                        "*/*",
                                        Arrays.copyOf(body, body.length - 9))))
                .isEqualTo("truncated");
        assertThat(refused(413, post("/studies", large))).isEqualTo("too-large");
        assertThat(refused(413, post("/studies", many))).isEqualTo("too-large");
        // What is told beforehand to be too long is not read at all.
        assertThat(answer(head("Content-Length: 30000000"))).startsWith("HTTP/1.1 413");
        // And the other door has its own limit still.
        assertThat(service.post("/inspect", Files.write(made.resolve("l"), new byte[2 << 20])))
                .satisfies(said -> assertThat(said.statusCode()).isEqualTo(413));
        nothingIsLeft(before);
    }

    private static String refused(int status, HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return json(response.body()).get("refused").asText();
    }

    @Test
    void a_chunked_request_that_goes_on_without_end_is_cut_off() throws Exception {
        long before = end();
        var endless =
                new java.io.InputStream() {
                    private final byte[] head =
                            "--x\r\nContent-Type: application/dicom\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII);
                    private long given;

                    @Override
                    public int read() {
                        return given < head.length ? head[(int) given++] : 0;
                    }
                };
        int status = 0;
        try {
            status =
                    http.send(
                                    HttpRequest.newBuilder(service.uri("/studies"))
                                            .header("Content-Type", DICOM_PARTS + "boundary=x")
                                            .POST(
                                                    HttpRequest.BodyPublishers.ofInputStream(
                                                            () -> endless))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode();
        } catch (IOException e) {
            // Cut off while it still wrote.
            status = 413;
        }

        assertThat(status).isEqualTo(413);
        nothingIsLeft(before);
    }

    private String head(String... fields) {
        return "POST /studies HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                + DICOM_PARTS
                + "boundary=a-boundary\r\n"
                + String.join("\r\n", fields)
                + "\r\n\r\n";
    }

    private Socket open(String begun) throws IOException {
        var socket = new Socket("127.0.0.1", service.uri("/").getPort());
        socket.setSoTimeout(30_000);
        socket.getOutputStream().write(begun.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private String answer(String request) throws IOException {
        try (var socket = open(request)) {
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void a_request_that_is_aborted_leaves_nothing_and_acknowledges_nothing() throws Exception {
        long before = end();
        byte[] body =
                StowMessage.of(file(made, ct(uid(), "A")), file(made, ct(uid(), "B"))).bytes();
        for (int sent : new int[] {0, 10, body.length / 2, body.length - 20, body.length - 1}) {
            try (var socket = open(head("Content-Length: " + (body.length + 100)))) {
                socket.getOutputStream().write(body, 0, sent);
                socket.setSoLinger(true, 0);
            }
        }
        nothingIsLeft(before);
    }

    @Test
    void who_waits_loses_the_place_and_others_are_told_when_to_come_again() throws Exception {
        long before = end();
        var stalled = new ArrayList<Socket>();
        var scan = StowMessage.of(file(made, ct(uid(), "Doe^Jane")));
        byte[] body = scan.bytes();
        try {
            for (int i = 0; i < 8; i++) {
                stalled.add(open(head("Content-Length: 100000") + "--a-boundary\r\n"));
            }
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> {
                        var said = post("/studies", scan.contentType(), "*/*", body);
                        return said.statusCode() == 503
                                && said.headers().firstValue("Retry-After").isPresent();
                    });
            assertThat(service.get("/q/health/ready").statusCode()).isEqualTo(200);

            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            post("/studies", scan.contentType(), "*/*", body).statusCode() == 200);
        } finally {
            for (Socket socket : stalled) {
                socket.close();
            }
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Intakes.begun(service.volume)).isEmpty());
        assertThat(outcomesAfter(before)).contains("received").doesNotContain("quarantined");
    }

    @Test
    void the_answer_about_many_instances_comes_however_long_the_disk_takes() throws Exception {
        var message = new StowMessage();
        for (int i = 0; i < 600; i++) {
            message.part(
                    "application/dicom", Files.readAllBytes(file(made, ct(uid(), "Doe^Jane"))));
        }
        long begun = System.nanoTime();

        var said = post("/studies", message);

        System.out.printf(
                "600 instances in one request: %.1f s%n", (System.nanoTime() - begun) / 1e9);
        assertThat(said.statusCode()).isEqualTo(200);
        assertThat(json(said.body()).at("/00081199/Value")).hasSize(600);
        assertThat(service.residentBytes()).isLessThan(600L << 20);
    }

    @Test
    void an_account_of_the_truck_may_send_and_nobody_else(@TempDir Path folder) throws Exception {
        Path accounts = folder.resolve("accounts.json");
        var hash = PasswordHash.of("a long enough password".toCharArray());
        Accounts.none().with("ct-1", Role.CREW, hash).write(accounts);
        try (var guarded =
                ServiceProcess.start(
                        folder,
                        Map.of(
                                "kafka.bootstrap.servers", "127.0.0.1:1",
                                "medsendx.web.access", "accounts",
                                "medsendx.web.accounts-file", accounts.toString(),
                                "medsendx.ingest.known-sources-only", "true",
                                "medsendx.ingest.sources.\"ct-1\".scanner", "scanner-1"))) {
            var scan = StowMessage.of(file(made, ct(uid(), "Doe^Jane")));
            var request =
                    HttpRequest.newBuilder(guarded.uri("/studies"))
                            .header("Content-Type", scan.contentType());
            byte[] body = scan.bytes();
            var publisher =
                    HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));

            var stranger =
                    http.send(
                            request.copy().POST(publisher).build(),
                            HttpResponse.BodyHandlers.ofString());
            var signedIn =
                    http.send(
                            HttpRequest.newBuilder(guarded.uri("/login"))
                                    .header("Content-Type", "application/json")
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "{\"name\":\"ct-1\",\"password\":"
                                                            + "\"a long enough password\"}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            String cookie =
                    signedIn.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
            var known =
                    http.send(
                            request.copy().header("Cookie", cookie).POST(publisher).build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(stranger.statusCode()).isEqualTo(401);
            assertThat(known.statusCode()).as(known.body()).isEqualTo(200);
            assertThat(Files.readAllLines(guarded.volume.resolve("ingest/audit.jsonl")))
                    .filteredOn(line -> line.contains("POST /studies"))
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("ct-1", "110104"));
            assertThat(Intakes.begun(guarded.volume)).isEmpty();
        }
    }
}

package org.medsendx.ingest.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.dataSetBytes;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.Instances.uid;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.net.StoreStatus;
import org.medsendx.dicom.net.Tls;
import org.medsendx.ingest.TestKeys;
import picocli.CommandLine;

class SendCommandTest {

    @TempDir Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int send(Object... args) {
        return new CommandLine(new SendCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(Arrays.stream(args).map(Object::toString).toArray(String[]::new));
    }

    private Path scan(String name) throws IOException {
        var made = file(folder, ct(uid(), "Doe^Jane"));
        Path target = folder.resolve(name);
        Files.createDirectories(target.resolveSibling(""));
        return Files.move(made, target);
    }

    @Test
    void sends_files_and_folders_unchanged_each_once() throws Exception {
        Path one = scan("exam/b.dcm");
        Path two = scan("exam/deep/a.dcm");
        Path third = scan("other.dcm");
        try (var node = ReceivingNode.thatTakesAll()) {

            int status = send(folder.resolve("exam"), one, third, "--to", node.address());

            assertThat(status).as(err.toString()).isZero();
            assertThat(node.dataSets)
                    .containsExactly(dataSetBytes(one), dataSetBytes(two), dataSetBytes(third));
            assertThat(node.requests)
                    .allMatch(request -> request.caller().aeTitle().equals("MEDSENDX_SEND"));
            assertThat(out.toString()).startsWith("3 sent (");
            assertThat(err.toString()).isEmpty();
        }
    }

    @Test
    void proposes_what_the_files_are_and_says_which_ones_the_node_does_not_take() throws Exception {
        Path explicit = scan("explicit.dcm");
        Path implicit = folder.resolve("implicit.dcm");
        DicomWriter.write(
                implicit,
                new FileMeta(Uid.CTImageStorage, "2.25.4", Uid.ImplicitVRLittleEndian),
                ct("2.25.4", "Doe^Jane"));
        Path other = folder.resolve("other.dcm");
        var mr = ct("2.25.5", "Doe^Jane").putString(Tag.SOPClassUID, VR.UI, Uid.MRImageStorage);
        DicomWriter.write(
                other, new FileMeta(Uid.MRImageStorage, "2.25.5", Uid.ExplicitVRLittleEndian), mr);
        try (var node =
                new ReceivingNode(
                        Set.of(Uid.CTImageStorage),
                        Set.of(Uid.ImplicitVRLittleEndian),
                        Optional.empty(),
                        _ -> StoreStatus.SUCCESS)) {

            int status = send(folder, "--to", node.address());

            assertThat(status).isEqualTo(SendCommand.NOT_ALL);
            assertThat(node.requests).hasSize(1);
            assertThat(node.requests.getFirst().transferSyntaxUid())
                    .isEqualTo(Uid.ImplicitVRLittleEndian);
            assertThat(err.toString().lines())
                    .hasSize(2)
                    .allMatch(line -> line.contains("does not take this SOP class"))
                    .anyMatch(line -> line.contains(explicit.toString()))
                    .anyMatch(line -> line.contains(other.toString()));
        }
    }

    @Test
    void names_the_instance_that_the_data_set_names() throws Exception {
        Path file = folder.resolve("renamed.dcm");
        DicomWriter.write(
                file,
                new FileMeta(Uid.CTImageStorage, "2.25.77", Uid.ExplicitVRLittleEndian),
                ct("2.25.78", "Doe^Jane"));
        try (var node = ReceivingNode.thatTakesAll()) {
            assertThat(send(file, "--to", node.address())).isZero();

            assertThat(node.requests.getFirst().sopInstanceUid()).isEqualTo("2.25.78");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "A700, out of resources",
        "A900, data set does not match",
        "C001, cannot understand",
        "0111, another data set",
        "0124, not authorized"
    })
    void tells_why_one_failed_without_a_word_of_the_node_and_sends_the_others(
            String code, String words) throws Exception {
        Path bad = scan("a.dcm");
        scan("b.dcm");
        String uid = DicomReader.read(bad, ReadLimits.DEFAULT).dataSet().string(Tag.SOPInstanceUID);
        var refusal = new StoreStatus(Integer.parseInt(code, 16), "no room for Doe^Jane");
        try (var node =
                ReceivingNode.of(request ->
                        request.sopInstanceUid().equals(uid) ? refusal : StoreStatus.SUCCESS)) {

            int status = send(folder, "--to", node.address());

            assertThat(status).isEqualTo(SendCommand.NOT_ALL);
            assertThat(err.toString())
                    .contains(bad + ": status " + code, words)
                    .doesNotContain("Jane", uid);
            assertThat(out.toString()).startsWith("1 sent (").contains(", 1 not sent, named above");
        }
    }

    @Test
    void a_warning_of_the_node_is_a_success_that_is_counted() throws Exception {
        Path scan = scan("a.dcm");
        try (var node = ReceivingNode.of(_ -> new StoreStatus(0xB000, "Doe^Jane"))) {
            assertThat(send(scan, "--to", node.address())).isZero();
            assertThat(out.toString()).contains("1 of them with a remark of the node");
            assertThat(out + "" + err).doesNotContain("Jane");
        }
    }

    @Test
    void passes_by_what_is_no_dicom_on_a_medium_but_nothing_that_is_broken() throws Exception {
        scan("medium/IMAGES/1");
        Files.writeString(folder.resolve("medium/autorun.inf"), "hello");
        Files.writeString(folder.resolve("medium/DICOMDIR"), "a directory");
        Path cut = folder.resolve("medium/IMAGES/2");
        byte[] whole = Files.readAllBytes(folder.resolve("medium/IMAGES/1"));
        Files.write(cut, Arrays.copyOf(whole, whole.length - 100));
        try (var node = ReceivingNode.thatTakesAll()) {

            int status = send(folder.resolve("medium"), "--to", node.address());

            assertThat(status).isEqualTo(SendCommand.NOT_ALL);
            assertThat(out.toString()).contains("1 sent", "1 not sent", "2 passed by");
            assertThat(err.toString())
                    .contains(cut + ": not readable as DICOM: truncated in (7FE0,0010)")
                    .doesNotContain("autorun");
            // Named by itself it is a mistake.
            assertThat(send(folder.resolve("medium/autorun.inf"), "--to", node.address()))
                    .isEqualTo(SendCommand.NOT_ALL);
            assertThat(err.toString()).contains("autorun.inf: not readable as DICOM: not-dicom");
        }
    }

    @Test
    void a_folder_without_any_instance_is_no_success() throws Exception {
        try (var node = ReceivingNode.thatTakesAll()) {
            assertThat(send(folder, "--to", node.address())).isEqualTo(SendCommand.NOT_ALL);
            assertThat(err.toString()).contains("there is no DICOM file");
        }
    }

    @Test
    void a_node_that_is_not_there_or_lets_nobody_in_is_3_and_nothing_counts_as_failed()
            throws Exception {
        Path scan = scan("a.dcm");
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThat(send(scan, "--to", "127.0.0.1:" + free)).isEqualTo(SendCommand.NO_NODE);
        assertThat(send(scan, "--to", "http://127.0.0.1:" + free + "/studies"))
                .isEqualTo(SendCommand.NO_NODE);
        try (var node = ReceivingNode.thatTakesAll()) {
            assertThat(send(scan, "--to", node.address(), "--called", "SOMEBODY"))
                    .isEqualTo(SendCommand.NO_NODE);
        }
        assertThat(err.toString())
                .contains("nobody answers there", "called AE title not recognized");
        assertThat(out.toString().lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("0 sent") && line.endsWith(", 1 not tried"));
    }

    @Test
    void speaks_tls_with_a_certificate_of_its_own() throws Exception {
        Path scan = scan("a.dcm");
        var theirs = TestKeys.create(folder, "node");
        var ours = TestKeys.create(folder, "sender");
        var tls = Tls.ofPem(theirs.certificate(), theirs.key(), ours.certificate());
        try (var node =
                new ReceivingNode(
                        Uid.storageClasses(),
                        Uid.transferSyntaxes(),
                        Optional.of(tls),
                        _ -> StoreStatus.SUCCESS)) {
            String[] own = {
                "--certificate", "" + ours.certificate(), "--private-key", "" + ours.key()
            };

            int known =
                    send(
                            scan,
                            "--to",
                            node.address(),
                            "--tls",
                            "--trusted",
                            theirs.certificate(),
                            own[0],
                            own[1],
                            own[2],
                            own[3]);
            int stranger =
                    send(scan, "--to", node.address(), "--tls", "--trusted", theirs.certificate());
            int distrusted = send(scan, "--to", node.address(), "--tls");

            assertThat(known).as(err.toString()).isZero();
            assertThat(stranger).isEqualTo(SendCommand.NO_NODE);
            assertThat(distrusted).isEqualTo(SendCommand.NO_NODE);
            assertThat(node.requests).hasSize(1);
        }
    }

    /** A server of STOW-RS that says what a test wants: real ones do not fail on demand. */
    private HttpServer server(int status, Function<String, String> document) throws IOException {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/studies",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    received.add(body);
                    byte[] said =
                            document.apply(new String(body, StandardCharsets.ISO_8859_1))
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, said.length == 0 ? -1 : said.length);
                    exchange.getResponseBody().write(said);
                    exchange.close();
                });
        server.start();
        return server;
    }

    private final ArrayList<byte[]> received = new ArrayList<>();

    private static String studies(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/studies";
    }

    private static String listed(String sequence, String uid, String more) {
        return "{\"%s\":{\"vr\":\"SQ\",\"Value\":[{\"00081155\":{\"vr\":\"UI\",\"Value\":[\"%s\"]}%s}]}}"
                .formatted(sequence, uid, more);
    }

    @Test
    void posts_whole_files_by_stow_and_believes_the_document_alone() throws Exception {
        Path scan = folder.resolve("a.dcm");
        Files.move(file(folder, ct("2.25.99", "Doe^Jane")), scan);
        var good = server(200, _ -> listed("00081199", "2.25.99", ""));
        var vague = server(200, _ -> listed("00081199", "2.25.98", ""));
        try {
            assertThat(send(scan, "--to", studies(good))).as(err.toString()).isZero();
            assertThat(received.getFirst()).containsSubsequence(Files.readAllBytes(scan));
            assertThat(send(scan, "--to", studies(vague))).isEqualTo(SendCommand.NOT_ALL);
            assertThat(err.toString()).contains("does not name the instance as stored");
        } finally {
            good.stop(0);
            vague.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"401, 3", "403, 3", "404, 3", "413, 1", "500, 1", "503, 1"})
    void a_status_that_is_about_us_ends_it_and_one_about_the_request_does_not(int said, int exit)
            throws Exception {
        Path scan = scan("a.dcm");
        var server = server(said, _ -> "");
        try {
            assertThat(send(scan, "--to", studies(server))).isEqualTo(exit);
            assertThat(err.toString()).contains("HTTP " + said);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void tells_the_reason_of_a_stow_server() throws Exception {
        Path scan = folder.resolve("a.dcm");
        Files.move(file(folder, ct("2.25.99", "Doe^Jane")), scan);
        var server =
                server(
                        409,
                        _ ->
                                listed(
                                        "00081198",
                                        "2.25.99",
                                        ",\"00081197\":{\"vr\":\"US\",\"Value\":[42752]}"));
        try {
            assertThat(send(scan, "--to", studies(server))).isEqualTo(SendCommand.NOT_ALL);
            assertThat(err.toString())
                    .contains(scan + ": reason A700, out of resources")
                    .doesNotContain("2.25.99");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void a_token_never_goes_over_plain_http() throws Exception {
        Path scan = scan("a.dcm");
        Path token = Files.writeString(folder.resolve("token"), "secret");

        int status = send(scan, "--to", "http://127.0.0.1:1/studies", "--token-file", token);

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains("https only").doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nowhere",
                "host:0",
                "host:65536",
                "host:x",
                ":104",
                "https://",
                "https://user@pacs.example/studies",
                "ftp://pacs.example:21"
            })
    void an_address_that_is_none_is_wrong_use(String address) throws Exception {
        assertThat(send(scan("a.dcm"), "--to", address)).isEqualTo(2);
        assertThat(err.toString()).contains("--to: ");
    }

    @Test
    void wrong_use_is_2() throws Exception {
        Path scan = scan("a.dcm");

        assertThat(send()).isEqualTo(2);
        assertThat(send(scan)).isEqualTo(2);
        assertThat(send(scan, "--to", "127.0.0.1:1", "--called", "A TITLE THAT IS LONG"))
                .isEqualTo(2);
        assertThat(send(scan, "--to", "127.0.0.1:1", "--timeout", "0")).isEqualTo(2);
        assertThat(send(scan, "--to", "127.0.0.1:1", "--trusted", scan)).isEqualTo(2);
        assertThat(send(scan, "--to", "127.0.0.1:1", "--tls", "--certificate", scan)).isEqualTo(2);
        assertThat(send(scan, "--to", "127.0.0.1:1", "--tls", "--trusted", scan)).isEqualTo(2);
    }

    @Test
    void a_file_name_cannot_move_the_cursor_of_a_terminal() throws Exception {
        Path odd = Files.writeString(folder.resolve("a\u001b[2Jb"), "hello");

        send(odd, "--to", "127.0.0.1:1");

        assertThat(err.toString()).contains("a?[2Jb: not readable").doesNotContain("\u001b");
    }
}

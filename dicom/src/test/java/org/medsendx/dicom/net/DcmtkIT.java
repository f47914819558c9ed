package org.medsendx.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both roles against dcmtk. */
class DcmtkIT {

    @TempDir Path folder;

    @BeforeAll
    static void needs_dcmtk() {
        Dcmtk.assumePresent("storescp");
    }

    @Test
    void echoscu_is_answered_and_its_abort_survived() throws Exception {
        try (var node = new Node()) {
            String port = String.valueOf(node.scp.port());
            for (String how : List.of("-v", "--abort", "-v")) {
                var result = Dcmtk.run(folder, "echoscu", how, "-aec", "NODE", "127.0.0.1", port);

                assertThat(result.exit()).as(result.output()).isZero();
            }
        }
    }

    @Test
    void echoscu_hears_why_it_is_rejected() throws Exception {
        try (var node = new Node()) {
            String port = String.valueOf(node.scp.port());

            var result = Dcmtk.run(folder, "echoscu", "-aec", "OTHER", "127.0.0.1", port);

            assertThat(result.exit()).isNotZero();
            assertThat(result.output()).contains("Called AE Title Not Recognized");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-xe", "-xi", "-xb", "-xd", "-R"})
    void storescu_stores_in_any_of_its_transfer_syntaxes(String syntax) throws Exception {
        try (var node = new Node()) {
            var file = SampleFile.write(folder.resolve("ct.dcm"), 1, 64);

            var result =
                    Dcmtk.run(
                            folder,
                            "storescu",
                            syntax,
                            "-aec",
                            "NODE",
                            "127.0.0.1",
                            String.valueOf(node.scp.port()),
                            file.path().toString());

            assertThat(result.exit()).as(result.output()).isZero();
            assertThat(node.stored).containsOnlyKeys(file.sopInstanceUid());
            if (syntax.equals("-xe") || syntax.equals("-R")) {
                assertThat(node.stored.get(file.sopInstanceUid())).isEqualTo(file.dataSet());
            }
        }
    }

    @Test
    void storescu_cannot_send_a_sop_class_that_is_not_supported() throws Exception {
        try (var node =
                new Node(o ->
                        new StorageScp.Options(
                                o.address(),
                                o.aeTitle(),
                                Set.of(),
                                Set.of("1.2.840.10008.5.1.4.1.1.4"),
                                8,
                                4096))) {
            var file = SampleFile.write(folder.resolve("ct.dcm"), 1, 8);

            var result =
                    Dcmtk.run(
                            folder,
                            "storescu",
                            "-R",
                            "-aec",
                            "NODE",
                            "127.0.0.1",
                            String.valueOf(node.scp.port()),
                            file.path().toString());

            assertThat(result.exit()).isNotZero();
            assertThat(result.output()).contains("No Acceptable Presentation Contexts");
            assertThat(node.stored).isEmpty();
        }
    }

    @Test
    void dcmsend_stores_a_series_over_one_association() throws Exception {
        try (var node = new Node()) {
            List<String> command =
                    new ArrayList<>(
                            List.of(
                                    "dcmsend",
                                    "-v",
                                    "-aec",
                                    "NODE",
                                    "127.0.0.1",
                                    String.valueOf(node.scp.port())));
            List<SampleFile> files = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                files.add(SampleFile.write(folder.resolve(i + ".dcm"), i, 128));
                command.add(files.getLast().path().toString());
            }

            var result = Dcmtk.run(folder, command.toArray(String[]::new));

            assertThat(result.exit()).as(result.output()).isZero();
            for (SampleFile file : files) {
                assertThat(node.stored.get(file.sopInstanceUid())).isEqualTo(file.dataSet());
            }
            assertThat(
                            node.requests.values().stream()
                                    .map(StoreHandler.StoreRequest::associationId)
                                    .distinct())
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 16384, 131072})
    void our_files_arrive_at_storescp_unchanged(int maxPduLength) throws Exception {
        int port = Dcmtk.freePort();
        Path received = Files.createDirectory(folder.resolve("received"));
        Process storescp =
                Dcmtk.start(
                        folder.resolve("storescp.txt"),
                        List.of(
                                "storescp",
                                "--bit-preserving",
                                "--max-pdu",
                                String.valueOf(maxPduLength),
                                "-aet",
                                "DCMTK",
                                "-od",
                                received.toString(),
                                String.valueOf(port)));
        try {
            var file = SampleFile.write(folder.resolve("ct.dcm"), 1, 256);
            try (var scu =
                    await().atMost(Duration.ofSeconds(20))
                            .ignoreExceptionsInstanceOf(IOException.class)
                            .until(() -> open(port, Optional.empty()), opened -> true)) {
                assertThat(scu.echo().success()).isTrue();
                assertThat(scu.accepts(Node.CT, Node.EXPLICIT)).isTrue();
                for (String uid : List.of("1.2.3", "1.2.4")) {
                    assertThat(
                                    scu.store(
                                            file.path(),
                                            file.dataSetPosition(),
                                            Node.CT,
                                            uid,
                                            Node.EXPLICIT))
                            .contains(StoreStatus.SUCCESS);
                }
            }
            List<Path> files;
            try (Stream<Path> list = Files.list(received)) {
                files = list.toList();
            }
            assertThat(files).hasSize(2);
            byte[] bytes = Files.readAllBytes(files.getFirst());
            assertThat(
                            Arrays.copyOfRange(
                                    bytes, bytes.length - file.dataSet().length, bytes.length))
                    .isEqualTo(file.dataSet());
        } finally {
            storescp.destroy();
            storescp.waitFor();
        }
    }

    /** Calls a storescp of the title DCMTK. */
    static StorageScu open(int port, Optional<Tls> tls) throws IOException {
        return StorageScu.open(
                new Peer(
                        new InetSocketAddress("127.0.0.1", port),
                        "DCMTK",
                        "TEST",
                        Duration.ofSeconds(30),
                        tls),
                List.of(
                        new StorageScu.Proposal(StorageScu.VERIFICATION, List.of(Node.IMPLICIT)),
                        new StorageScu.Proposal(Node.CT, List.of(Node.EXPLICIT))));
    }
}

package org.medsendx.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both roles against dcmtk over TLS with certificates on both sides. */
class DcmtkTlsIT {

    @TempDir Path folder;

    @BeforeAll
    static void needs_dcmtk() {
        Dcmtk.assumePresent("storescp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void its_callers_speak_tls_with_client_certificates(String algorithm) throws Exception {
        var ours = TestKeys.shared("ours", algorithm);
        var theirs = TestKeys.shared("theirs", algorithm);
        var file = SampleFile.write(folder.resolve("ct.dcm"), 1, 256);
        try (var node = new Node(o -> secured(o, ours, theirs))) {
            String port = String.valueOf(node.scp.port());
            List<String> at = List.of("-aec", "NODE", "127.0.0.1", port);

            assertThat(run(List.of("echoscu"), security(theirs, ours), at).exit()).isZero();
            for (String syntax : List.of("-R", "-xi", "-xb", "-xd")) {
                node.stored.clear();
                var result =
                        run(
                                List.of("storescu", syntax),
                                security(theirs, ours),
                                at,
                                List.of(file.path().toString()));
                assertThat(result.exit()).as(result.output()).isZero();
                assertThat(node.stored).containsOnlyKeys(file.sopInstanceUid());
                if (syntax.equals("-R")) {
                    assertThat(node.stored.get(file.sopInstanceUid())).isEqualTo(file.dataSet());
                }
            }
        }
    }

    @Test
    void a_caller_without_a_certificate_or_with_a_foreign_one_is_not_served() throws Exception {
        var ours = TestKeys.shared("ours", "EC");
        var theirs = TestKeys.shared("theirs", "EC");
        var strangers = TestKeys.shared("strangers", "EC");
        try (var node = new Node(o -> secured(o, ours, theirs))) {
            List<String> at = List.of("-aec", "NODE", "127.0.0.1", String.valueOf(node.scp.port()));
            List<String> anonymous = List.of("+tla", "+cf", ours.certificate().toString());

            assertThat(run(List.of("echoscu"), at).exit()).isNotZero();
            assertThat(run(List.of("echoscu"), anonymous, at).exit()).isNotZero();
            assertThat(run(List.of("echoscu"), security(strangers, ours), at).exit()).isNotZero();
            assertThat(run(List.of("echoscu"), security(theirs, ours), at).exit()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void storescp_takes_our_files_over_tls_with_client_certificates(String algorithm)
            throws Exception {
        var ours = TestKeys.shared("ours", algorithm);
        var theirs = TestKeys.shared("theirs", algorithm);
        var file = SampleFile.write(folder.resolve("ct.dcm"), 1, 256);
        int port = Dcmtk.freePort();
        Path received = Files.createDirectory(folder.resolve("received"));
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "storescp",
                                "--bit-preserving",
                                "-aet",
                                "DCMTK",
                                "-od",
                                received.toString()));
        command.addAll(security(theirs, ours));
        command.add(String.valueOf(port));
        Process storescp = Dcmtk.start(folder.resolve("storescp.txt"), command);
        try (var scu =
                await().atMost(Duration.ofSeconds(20))
                        .ignoreExceptionsInstanceOf(IOException.class)
                        .until(
                                () -> DcmtkIT.open(port, Optional.of(ours.trusting(theirs))),
                                opened -> true)) {
            assertThat(scu.echo().success()).isTrue();
            assertThat(
                            scu.store(
                                    file.path(),
                                    file.dataSetPosition(),
                                    Node.CT,
                                    file.sopInstanceUid(),
                                    Node.EXPLICIT))
                    .contains(StoreStatus.SUCCESS);
            assertThat(only(received)).endsWith(file.dataSet());
        } finally {
            storescp.destroy();
            storescp.waitFor();
        }
    }

    private static byte[] only(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return Files.readAllBytes(files.toList().getFirst());
        }
    }

    private static StorageScp.Options secured(
            StorageScp.Options options, TestKeys ours, TestKeys theirs) {
        Duration patience = Duration.ofSeconds(30);
        try {
            return options.withTls(ours.trusting(theirs)).withTimeouts(patience, patience);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a program of dcmtk needs to have a key and to trust another. */
    private static List<String> security(TestKeys own, TestKeys trusted) {
        return List.of(
                "+tls",
                own.key().toString(),
                own.certificate().toString(),
                "+cf",
                trusted.certificate().toString());
    }

    @SafeVarargs
    private Dcmtk.Result run(List<String>... parts) throws IOException, InterruptedException {
        return Dcmtk.run(folder, Arrays.stream(parts).flatMap(List::stream).toArray(String[]::new));
    }
}

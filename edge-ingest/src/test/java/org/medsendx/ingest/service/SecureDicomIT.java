package org.medsendx.ingest.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.Instances.uid;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.CommitmentReport;
import org.medsendx.dicom.net.CommitmentReport.Failure;
import org.medsendx.dicom.net.CommitmentRequest;
import org.medsendx.dicom.net.CommitmentRequest.Instance;
import org.medsendx.dicom.net.Peer;
import org.medsendx.dicom.net.StorageCommitment;
import org.medsendx.dicom.net.StorageScu;
import org.medsendx.dicom.net.Tls;
import org.medsendx.ingest.TestKeys;

/** The packaged service with TLS only and storage commitment, and dcmtk as its caller. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecureDicomIT {

    @TempDir Path made;
    private TestKeys truck;
    private TestKeys scanner;
    private TestKeys stranger;
    private ServiceProcess service;
    private int port;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        truck = TestKeys.create(folder, "truck");
        scanner = TestKeys.create(folder, "scanner");
        stranger = TestKeys.create(folder, "stranger");
        service =
                ServiceProcess.start(
                        folder,
                        Map.of(
                                "kafka.bootstrap.servers", "127.0.0.1:1",
                                "medsendx.ingest.tls.port", "0",
                                "medsendx.ingest.tls.only", "true",
                                "medsendx.ingest.tls.certificate", truck.certificate().toString(),
                                "medsendx.ingest.tls.private-key", truck.key().toString(),
                                "medsendx.ingest.tls.trusted", scanner.certificate().toString(),
                                "medsendx.ingest.commitment.enabled", "true"));
        port = service.json("/status").get("dicomTlsPort").asInt();
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void listens_with_tls_only() throws Exception {
        assertThat(service.json("/status").get("dicomPort").isNull()).isTrue();
        assertThat(service.get("/q/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void takes_what_dcmtk_sends_over_tls_and_commits_to_it() throws Exception {
        ServiceProcess.assumeDcmtk();
        String uid = uid();
        var file = file(made, ct(uid, "Doe^Jane"));

        assertThat(dcmtk("storescu", scanner, file.toString())).isZero();

        var sent = new Instance(Uid.CTImageStorage, uid);
        var never = new Instance(Uid.CTImageStorage, uid());
        assertThat(commitment(sent, never))
                .contains(
                        new CommitmentReport(
                                "2.25.77",
                                List.of(sent),
                                List.of(new Failure(never, Failure.NO_SUCH_INSTANCE))));
        assertThat(service.log()).doesNotContain("Jane", uid);
    }

    private Optional<CommitmentReport> commitment(Instance... instances) throws IOException {
        return StorageCommitment.request(
                peer(port, scanner.trusting(truck)),
                new CommitmentRequest("2.25.77", List.of(instances)),
                Duration.ofSeconds(60));
    }

    @Test
    void does_not_serve_a_caller_without_a_trusted_certificate() throws Exception {
        ServiceProcess.assumeDcmtk();

        assertThat(dcmtk("echoscu", stranger)).isNotZero();
        assertThat(run("echoscu", "-aec", "MEDSENDX", "127.0.0.1", "" + port)).isNotZero();
        assertThat(dcmtk("echoscu", scanner)).isZero();
    }

    @Test
    void takes_up_exchanged_certificates_warns_before_they_expire_and_says_when_they_have(
            @TempDir Path folder) throws Exception {
        ServiceProcess.assumeDcmtk();
        var soon = TestKeys.create(folder, "soon", "-20d");
        var expired = TestKeys.create(folder, "expired", "-31d");
        var next = TestKeys.create(folder, "next");
        var files = new TestKeys(folder.resolve("live.crt"), folder.resolve("live.key"));
        exchange(soon, files);
        try (var live =
                ServiceProcess.start(
                        folder,
                        Map.of(
                                "kafka.bootstrap.servers", "127.0.0.1:1",
                                "medsendx.certificates.every", "200ms",
                                "medsendx.ingest.tls.port", "0",
                                "medsendx.ingest.tls.only", "true",
                                "medsendx.ingest.tls.reload-every", "200ms",
                                "medsendx.ingest.tls.certificate", files.certificate().toString(),
                                "medsendx.ingest.tls.private-key", files.key().toString(),
                                "medsendx.ingest.tls.trusted", scanner.certificate().toString()))) {
            int at = live.json("/status").get("dicomTlsPort").asInt();
            await().until(() -> live.log().contains("the certificate cstore expires in 9 days"));
            assertThat(days(live, "cstore")).isEqualTo(9);
            assertThat(days(live, "cstore-trusted")).isEqualTo(29);
            // One association holds while the files are exchanged under it.
            try (var flying = StorageScu.open(peer(at, scanner.trusting(soon)), CT_IMAGES)) {
                exchange(expired, files);
                await().until(() -> live.log().contains("the certificate cstore expired"));
                assertThat(days(live, "cstore")).isNegative();
                assertThat(run(dcmtkCommand("echoscu", scanner, expired, at))).isNotZero();

                exchange(next, files);
                await().until(() -> live.log().contains("the certificate cstore is good until"));
                assertThat(run(dcmtkCommand("echoscu", scanner, next, at))).isZero();
                assertThat(flying.echo().success()).isTrue();
            }
            assertThat(live.get("/q/health/ready").statusCode()).isEqualTo(200);
            assertThat(live.log()).doesNotContain("CN=");
        }
    }

    private static final List<StorageScu.Proposal> CT_IMAGES =
            List.of(
                    new StorageScu.Proposal(
                            StorageScu.VERIFICATION, List.of(Uid.ImplicitVRLittleEndian)));

    private static Peer peer(int port, Tls tls) {
        return new Peer(
                new InetSocketAddress("127.0.0.1", port),
                "MEDSENDX",
                "CT_1",
                Duration.ofSeconds(60),
                Optional.of(tls));
    }

    private static void exchange(TestKeys now, TestKeys files) throws IOException {
        Files.copy(now.certificate(), files.certificate(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(now.key(), files.key(), StandardCopyOption.REPLACE_EXISTING);
    }

    private static long days(ServiceProcess service, String certificate) throws Exception {
        var line =
                Pattern.compile(
                                "medsendx_ingest_certificate_expiry_seconds\\{certificate=\""
                                        + certificate
                                        + "\"[^}]*} (\\S+)")
                        .matcher(service.get("/q/metrics").body());
        assertThat(line.find()).isTrue();
        return (long) Double.parseDouble(line.group(1)) / 86_400;
    }

    private static String[] dcmtkCommand(String program, TestKeys keys, TestKeys server, int port) {
        return new String[] {
            program,
            "-aec",
            "MEDSENDX",
            "-aet",
            "CT_1",
            "+tls",
            keys.key().toString(),
            keys.certificate().toString(),
            "+cf",
            server.certificate().toString(),
            "127.0.0.1",
            "" + port
        };
    }

    private int dcmtk(String program, TestKeys keys, String... files) throws Exception {
        var command = new ArrayList<>(List.of(dcmtkCommand(program, keys, truck, port)));
        command.addAll(List.of(files));
        return run(command.toArray(String[]::new));
    }

    private static int run(String... command) throws Exception {
        var process = new ProcessBuilder(command).inheritIO().start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}

package org.medsendx.ingest.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.Instances.uid;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
        var peer =
                new Peer(
                        new InetSocketAddress("127.0.0.1", port),
                        "MEDSENDX",
                        "CT_1",
                        Duration.ofSeconds(60),
                        Optional.of(scanner.trusting(truck)));
        return StorageCommitment.request(
                peer, new CommitmentRequest("2.25.77", List.of(instances)), Duration.ofSeconds(60));
    }

    @Test
    void does_not_serve_a_caller_without_a_trusted_certificate() throws Exception {
        ServiceProcess.assumeDcmtk();

        assertThat(dcmtk("echoscu", stranger)).isNotZero();
        assertThat(run("echoscu", "-aec", "MEDSENDX", "127.0.0.1", "" + port)).isNotZero();
        assertThat(dcmtk("echoscu", scanner)).isZero();
    }

    private int dcmtk(String program, TestKeys keys, String... files) throws Exception {
        var command =
                new ArrayList<>(
                        List.of(
                                program,
                                "-aec",
                                "MEDSENDX",
                                "-aet",
                                "CT_1",
                                "+tls",
                                keys.key().toString(),
                                keys.certificate().toString(),
                                "+cf",
                                truck.certificate().toString(),
                                "127.0.0.1",
                                "" + port));
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

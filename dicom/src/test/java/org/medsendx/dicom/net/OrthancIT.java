package org.medsendx.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.dicom.net.CommitmentReport.Failure;
import org.medsendx.dicom.net.CommitmentRequest.Instance;

/**
 * Both roles of storage and of storage commitment against Orthanc, plain and over TLS with
 * certificates on both sides.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrthancIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir static Path folder;

    private Tls tls;
    private Orthanc plain;
    private Orthanc secured;

    @BeforeAll
    void start() throws Exception {
        Dcmtk.assumePresent("Orthanc");
        var ours = TestKeys.shared("ours", "EC");
        var theirs = TestKeys.shared("theirs", "EC");
        tls = ours.trusting(theirs);
        plain =
                Orthanc.start(
                        Files.createDirectory(folder.resolve("plain")),
                        Optional.empty(),
                        Optional.empty());
        secured =
                Orthanc.start(
                        Files.createDirectory(folder.resolve("secured")),
                        Optional.of(theirs),
                        Optional.of(ours));
    }

    @AfterAll
    void stop() {
        if (plain != null) {
            plain.close();
        }
        if (secured != null) {
            secured.close();
        }
    }

    private Orthanc orthanc(boolean secure) {
        return secure ? secured : plain;
    }

    private Optional<Tls> tls(boolean secure) {
        return secure ? Optional.of(tls) : Optional.empty();
    }

    private static StorageScp.Options with(StorageScp.Options options, Optional<Tls> tls) {
        return tls.map(options::withTls).orElse(options).withTimeouts(PATIENCE, PATIENCE);
    }

    @ParameterizedTest(name = "tls {0}")
    @ValueSource(booleans = {false, true})
    void takes_what_we_send_unchanged(boolean secure) throws Exception {
        var orthanc = orthanc(secure);
        var file = SampleFile.write(folder.resolve("sent.dcm"), secure ? 2 : 1, 200);

        try (var scu =
                StorageScu.open(
                        orthanc.peer("TEST", tls(secure)),
                        List.of(
                                new StorageScu.Proposal(
                                        StorageScu.VERIFICATION, List.of(Node.IMPLICIT)),
                                new StorageScu.Proposal(Node.CT, List.of(Node.EXPLICIT))))) {
            assertThat(scu.echo().success()).isTrue();
            assertThat(store(scu, file)).contains(StoreStatus.SUCCESS);
        }

        String found =
                orthanc.post("/tools/lookup", file.sopInstanceUid())
                        .transform(json -> Orthanc.field(json, "ID"));
        byte[] kept = orthanc.file(found);
        assertThat(Arrays.copyOfRange(kept, kept.length - file.dataSet().length, kept.length))
                .isEqualTo(file.dataSet());
    }

    private static Optional<StoreStatus> store(StorageScu scu, SampleFile file) throws IOException {
        return scu.store(
                file.path(), file.dataSetPosition(), Node.CT, file.sopInstanceUid(), Node.EXPLICIT);
    }

    @ParameterizedTest(name = "tls {0}")
    @ValueSource(booleans = {false, true})
    void stores_with_us_over_one_association(boolean secure) throws Exception {
        var orthanc = orthanc(secure);
        try (var node = new Node(options -> with(options, tls(secure)))) {
            orthanc.knows("ours", "NODE", node.scp.port(), secure);
            orthanc.post("/modalities/ours/echo", "{}");
            var first = SampleFile.write(folder.resolve("1.dcm"), secure ? 14 : 10, 64);
            var second = SampleFile.write(folder.resolve("2.dcm"), secure ? 15 : 11, 300);

            String body =
                    "[\"%s\", \"%s\"]"
                            .formatted(orthanc.upload(first.path()), orthanc.upload(second.path()));
            orthanc.post("/modalities/ours/store", body);

            for (SampleFile file : List.of(first, second)) {
                assertThat(node.stored.get(file.sopInstanceUid())).isEqualTo(file.dataSet());
            }
            assertThat(
                            node.requests.values().stream()
                                    .map(StoreHandler.StoreRequest::associationId)
                                    .distinct())
                    .hasSize(1);
        }
    }

    @ParameterizedTest(name = "tls {0}")
    @ValueSource(booleans = {false, true})
    void commits_to_what_it_keeps_and_reports_over_its_own_association(boolean secure)
            throws Exception {
        var orthanc = orthanc(secure);
        var file = SampleFile.write(folder.resolve("kept.dcm"), secure ? 21 : 20, 64);
        orthanc.upload(file.path());
        var kept = new Instance(Node.CT, file.sopInstanceUid());
        var missing = new Instance(Node.CT, "1.2.3.4");
        var commitments = new Commitments();
        try (var scp =
                StorageScp.listen(
                        with(Node.options(), tls(secure)),
                        new Node.Nothing(),
                        Optional.of(commitments))) {
            orthanc.knows("truck", "NODE", scp.port(), secure);
            var request =
                    new CommitmentRequest(secure ? "2.25.41" : "2.25.40", List.of(kept, missing));

            var atOnce =
                    StorageCommitment.request(
                            orthanc.peer("NODE", tls(secure)), request, Duration.ofMillis(200));

            assertThat(atOnce).isEmpty();
            await().atMost(PATIENCE).until(() -> !commitments.reports.isEmpty());
            assertThat(commitments.reports)
                    .containsExactly(
                            new CommitmentReport(
                                    request.transactionUid(),
                                    List.of(kept),
                                    List.of(new Failure(missing, Failure.NO_SUCH_INSTANCE))));
            assertThat(commitments.callers).containsExactly(Orthanc.AE_TITLE);
        }
    }

    @ParameterizedTest(name = "tls {0}")
    @ValueSource(booleans = {false, true})
    void hears_our_report_over_our_association(boolean secure) throws Exception {
        var orthanc = orthanc(secure);
        var commitments = new Commitments();
        try (var scp =
                StorageScp.listen(
                        with(Node.options(), tls(secure)),
                        new Node.Nothing(),
                        Optional.of(commitments))) {
            orthanc.knows("archive", "NODE", scp.port(), secure);
            String asked =
                    orthanc.post(
                            "/modalities/archive/storage-commitment",
                            "{\"DicomInstances\": [[\"%1$s\", \"1.2.5\"], [\"%1$s\", \"1.2.6\"]]}"
                                    .formatted(Node.CT));
            var request = commitments.requests.getFirst();
            String path = "/storage-commitment/" + Orthanc.field(asked, "ID");
            assertThat(Orthanc.field(orthanc.get(path), "Status")).isEqualTo("Pending");

            StorageCommitment.report(
                    orthanc.peer("NODE", tls(secure)),
                    new CommitmentReport(request.transactionUid(), request.instances(), List.of()));

            String outcome = orthanc.get(path);
            assertThat(Orthanc.field(outcome, "Status")).isEqualTo("Success");
            assertThat(outcome).contains("1.2.5", "1.2.6");
            assertThat(commitments.callers).containsExactly(Orthanc.AE_TITLE);
        }
    }

    @Test
    void hears_over_another_association_what_it_did_not_wait_for() throws Exception {
        var commitments = new Commitments();
        commitments.answer = Commitments::all;
        try (var scp =
                StorageScp.listen(Node.options(), new Node.Nothing(), Optional.of(commitments))) {
            plain.knows("archive", "NODE", scp.port(), false);

            String asked =
                    plain.post(
                            "/modalities/archive/storage-commitment",
                            "{\"DicomInstances\": [[\"%s\", \"1.2.7\"]]}".formatted(Node.CT));

            String path = "/storage-commitment/" + Orthanc.field(asked, "ID");
            await().atMost(PATIENCE).until(() -> !commitments.notTaken.isEmpty());
            assertThat(Orthanc.field(plain.get(path), "Status")).isEqualTo("Pending");
            StorageCommitment.report(
                    plain.peer("NODE", Optional.empty()), commitments.notTaken.getFirst());
            assertThat(Orthanc.field(plain.get(path), "Status")).isEqualTo("Success");
        }
    }

    @Test
    void does_not_talk_to_a_caller_without_a_certificate() {
        assertThatThrownBy(() ->
                        StorageScu.open(
                                secured.peer("TEST", Optional.empty()),
                                List.of(new StorageScu.Proposal(Node.CT, List.of(Node.EXPLICIT)))))
                .isInstanceOf(IOException.class);
    }
}

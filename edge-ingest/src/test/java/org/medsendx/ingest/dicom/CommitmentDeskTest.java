package org.medsendx.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.Instances.uid;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.CommitmentHandler;
import org.medsendx.dicom.net.CommitmentReport;
import org.medsendx.dicom.net.CommitmentReport.Failure;
import org.medsendx.dicom.net.CommitmentRequest;
import org.medsendx.dicom.net.CommitmentRequest.Instance;
import org.medsendx.dicom.net.Peer;
import org.medsendx.dicom.net.StorageScp;
import org.medsendx.ingest.Intakes;
import org.medsendx.ingest.intake.Step;
import org.medsendx.ingest.ledger.IntakeEntry;
import org.medsendx.ingest.store.Shelf;

/** What a truck commits to, and how its callers hear of it. */
class CommitmentDeskTest {

    private static final Duration SOON = Duration.ofMillis(50);

    @TempDir Path folder;
    @TempDir Path made;

    private static Instance instance(String uid) {
        return new Instance(Uid.CTImageStorage, uid);
    }

    private static CommitmentRequest request(Instance... instances) {
        return new CommitmentRequest("2.25.5", List.of(instances));
    }

    private String received(Intakes intake) throws IOException {
        String uid = uid();
        intake.cStore(file(made, ct(uid, "Doe^Jane")), Uid.CTImageStorage, uid);
        return uid;
    }

    private static CommitmentReport report(Intakes intake, CommitmentRequest request)
            throws IOException {
        return new CommittedObjects(intake.ledger, intake.store).report(request);
    }

    @Test
    void commits_to_what_was_received_also_after_a_restart() throws Exception {
        CommitmentRequest request;
        try (var intake = Intakes.open(folder)) {
            request = request(instance(received(intake)), instance(received(intake)));

            assertThat(report(intake, request))
                    .isEqualTo(new CommitmentReport("2.25.5", request.instances(), List.of()));
        }
        try (var intake = Intakes.open(folder)) {
            assertThat(report(intake, request).committed()).isEqualTo(request.instances());
        }
    }

    @Test
    void does_not_commit_to_what_is_unknown_quarantined_or_of_another_class() throws Exception {
        try (var intake = Intakes.open(folder)) {
            String mismatched = uid();
            intake.cStore(file(made, ct(uid(), "Doe^Jane")), Uid.CTImageStorage, mismatched);
            var unknown = instance(uid());
            var quarantined = instance(mismatched);
            var otherClass = new Instance(Uid.MRImageStorage, received(intake));

            assertThat(report(intake, request(unknown, quarantined, otherClass)).failed())
                    .containsExactly(
                            new Failure(unknown, Failure.NO_SUCH_INSTANCE),
                            new Failure(quarantined, Failure.NO_SUCH_INSTANCE),
                            new Failure(otherClass, Failure.CLASS_INSTANCE_CONFLICT));
        }
    }

    @Test
    void does_not_commit_to_what_the_disk_lost_or_cut() throws Exception {
        try (var intake = Intakes.open(folder)) {
            var lost = instance(received(intake));
            Files.delete(lastFile(intake));
            var cut = instance(received(intake));
            Files.write(lastFile(intake), new byte[10]);

            assertThat(report(intake, request(lost, cut)).committed()).isEmpty();
        }
    }

    private static Path lastFile(Intakes intake) throws IOException {
        IntakeEntry last =
                intake.ledger.list(intake.ledger.size() - 1, 1, e -> true).getFirst().entry();
        return intake.store.path(Shelf.OBJECTS, last.input().objectId());
    }

    @Test
    void does_not_commit_to_a_decision_that_is_not_on_disk_in_full() throws Exception {
        String uid = uid();
        var dying =
                Intakes.open(
                        folder,
                        step -> {
                            if (step == Step.DECIDED) {
                                throw new IllegalStateException("the power fails");
                            }
                        });
        assertThatThrownBy(() ->
                        dying.cStore(file(made, ct(uid, "Doe^Jane")), Uid.CTImageStorage, uid))
                .hasMessage("the power fails");

        assertThat(report(dying, request(instance(uid))).failed())
                .containsExactly(new Failure(instance(uid), Failure.PROCESSING_FAILURE));
        dying.close();
        try (var intake = Intakes.open(folder)) {
            assertThat(report(intake, request(instance(uid))).committed()).hasSize(1);
        }
    }

    @Test
    void a_caller_without_an_address_gets_its_report_at_once() throws Exception {
        try (var intake = Intakes.open(folder);
                var desk = desk(intake, Optional.empty())) {
            var request = request(instance(received(intake)));

            assertThat(desk.requested("CT_1", request).orElseThrow().committed())
                    .isEqualTo(request.instances());
            assertThat(waiting()).isEmptyDirectory();
        }
    }

    @Test
    void a_caller_with_an_address_is_called_until_it_takes_the_report() throws Exception {
        var scanner = new Scanner();
        CommitmentRequest request;
        int port;
        try (var closed = scanner.listen(0)) {
            port = closed.port();
        }
        try (var intake = Intakes.open(folder);
                var desk = desk(intake, Optional.of(peer(port)))) {
            request = request(instance(received(intake)));

            assertThat(desk.requested("CT_1 ", request)).isEmpty();
            assertThat(waiting()).isNotEmptyDirectory();
        }

        // After a restart, and a refusal at first.
        scanner.refusals = 1;
        try (var listening = scanner.listen(port);
                var intake = Intakes.open(folder);
                var desk = desk(intake, Optional.of(peer(port)))) {
            await().until(() -> !scanner.reports.isEmpty());
            await().untilAsserted(() -> assertThat(waiting()).isEmptyDirectory());
            assertThat(scanner.reports)
                    .containsExactly(
                            new CommitmentReport("2.25.5", request.instances(), List.of()));
            assertThat(scanner.refusals).isZero();
            assertThat(listening.associations()).isLessThan(2);
            assertThat(desk.requested("CT_1", request)).isEmpty();
            await().until(() -> scanner.reports.size() == 2);
        }
    }

    @Test
    void requests_do_not_pile_up_without_end_for_a_caller_that_is_away() throws Exception {
        Files.createDirectories(waiting());
        for (int i = 0; i < CommitmentDesk.MAX_WAITING; i++) {
            Files.writeString(waiting().resolve(i + ".json"), "no json");
        }
        try (var intake = Intakes.open(folder);
                var desk = desk(intake, Optional.of(peer(1)))) {

            assertThatThrownBy(() -> desk.requested("CT_1", request(instance(uid()))))
                    .isInstanceOf(IOException.class);
        }
    }

    private Path waiting() {
        return folder.resolve("ingest/commitments");
    }

    private CommitmentDesk desk(Intakes intake, Optional<Peer> reportTo) throws IOException {
        return CommitmentDesk.open(
                new CommittedObjects(intake.ledger, intake.store),
                waiting(),
                title -> title.strip().equals("CT_1") ? reportTo : Optional.empty(),
                SOON);
    }

    private static Peer peer(int port) {
        return new Peer(
                new InetSocketAddress("127.0.0.1", port),
                "CT_1",
                "MEDSENDX",
                Duration.ofSeconds(20),
                Optional.empty());
    }

    /** A scanner's own node, that takes reports. */
    private static final class Scanner implements CommitmentHandler {

        private final List<CommitmentReport> reports = new CopyOnWriteArrayList<>();
        private volatile int refusals;

        StorageScp listen(int port) throws IOException {
            return StorageScp.listen(
                    new StorageScp.Options(
                            new InetSocketAddress("127.0.0.1", port),
                            "CT_1",
                            Set.of(),
                            Set.of(),
                            8,
                            4096),
                    request -> {
                        throw new IOException("stores nothing");
                    },
                    Optional.of(this));
        }

        @Override
        public Optional<CommitmentReport> requested(String caller, CommitmentRequest request)
                throws IOException {
            throw new IOException("keeps nothing");
        }

        @Override
        public void reported(String caller, CommitmentReport report) throws IOException {
            if (refusals > 0) {
                refusals--;
                throw new IOException("not now");
            }
            reports.add(report);
        }

        @Override
        public void notTaken(String caller, CommitmentReport report) {
            throw new IllegalStateException("it reports nothing");
        }
    }
}

package org.medsendx.dicom.net;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.CommitmentReport.Failure;
import org.medsendx.dicom.net.CommitmentRequest.Instance;

/** An archive that commits, and a truck that asks it to. */
class CommitmentTest {

    private static final CommitmentRequest REQUEST =
            new CommitmentRequest(
                    "2.25.99",
                    List.of(new Instance(Node.CT, "1.2.1"), new Instance(Node.CT, "1.3")));
    private static final CommitmentReport REPORT =
            new CommitmentReport(
                    "2.25.99",
                    List.of(new Instance(Node.CT, "1.2.1")),
                    List.of(new Failure(new Instance(Node.CT, "1.3"), Failure.NO_SUCH_INSTANCE)));

    private static final List<Pdu.ProposedContext> CONTEXTS =
            List.of(
                    new Pdu.ProposedContext(
                            1,
                            Uid.StorageCommitmentPushModel,
                            List.of(Uid.ImplicitVRLittleEndian)));

    private final Commitments archive = new Commitments();
    private final StorageScp scp =
            StorageScp.listen(Node.options(), new Node.Nothing(), Optional.of(archive));

    CommitmentTest() throws IOException {}

    @AfterEach
    void close() {
        scp.close();
    }

    private Peer peer() {
        return new Peer(
                new InetSocketAddress("127.0.0.1", scp.port()),
                "NODE",
                "TRUCK",
                Duration.ofSeconds(20),
                Optional.empty());
    }

    @Test
    void a_report_comes_over_the_same_association() throws IOException {
        archive.answer = request -> Optional.of(REPORT);

        var report = StorageCommitment.request(peer(), REQUEST, Duration.ofSeconds(20));

        assertThat(report).contains(REPORT);
        assertThat(archive.requests).containsExactly(REQUEST);
        assertThat(archive.callers).containsExactly("TRUCK");
    }

    @Test
    void a_report_comes_later_over_another_association() throws IOException {
        var report = StorageCommitment.request(peer(), REQUEST, Duration.ofMillis(1));
        assertThat(report).isEmpty();

        // The other way round now, although it is the same node here.
        StorageCommitment.report(peer(), REPORT);

        assertThat(archive.reports).containsExactly(REPORT);
    }

    @Test
    void a_request_of_thousands_of_instances_travels_in_fragments() throws IOException {
        var many =
                new CommitmentRequest(
                        "2.25.7",
                        IntStream.range(0, 5000)
                                .mapToObj(i -> new Instance(Node.CT, "1.2.3." + i))
                                .toList());
        archive.answer = Commitments::all;

        var report = StorageCommitment.request(peer(), many, Duration.ofSeconds(20)).orElseThrow();

        assertThat(report.committed()).isEqualTo(many.instances());
        assertThat(report.failed()).isEmpty();
    }

    @Test
    void a_report_about_another_request_is_not_taken() throws IOException {
        archive.answer =
                request -> Optional.of(new CommitmentReport("2.25.1", List.of(), List.of()));

        assertThat(StorageCommitment.request(peer(), REQUEST, Duration.ofMillis(200))).isEmpty();
    }

    @Test
    void a_report_that_the_peer_does_not_take_comes_back() throws IOException {
        archive.answer = Commitments::all;
        // Leaves without an answer; refuses; takes it.
        for (int status : new int[] {-1, 0x0110, 0}) {
            try (var call = Call.open(peer(), CONTEXTS, List.of())) {
                var context = call.context(Uid.StorageCommitmentPushModel).orElseThrow();
                call.association()
                        .sendMessage(
                                context,
                                call.request(Dimse.N_ACTION_RQ)
                                        .putUnsigned(Dimse.ACTION_TYPE_ID, 1),
                                MessageDataSet.write(
                                        new CommitmentRequest("2.25." + status, REQUEST.instances())
                                                .dataSet(),
                                        context));
                assertThat(status(call)).isZero();
                var report = requireNonNull(call.association().nextCommand());
                MessageDataSet.read(call.association(), report);
                if (status >= 0) {
                    call.association()
                            .sendCommand(
                                    context, CommitmentMessages.response(report.command(), status));
                }
            }
        }

        await().until(() -> scp.associations() == 0);
        assertThat(archive.notTaken)
                .extracting(CommitmentReport::transactionUid)
                .containsExactly("2.25.-1", "2.25.272");
    }

    @Test
    void a_handler_that_fails_is_told_to_the_peer() {
        archive.failing = true;

        assertThatThrownBy(() -> StorageCommitment.request(peer(), REQUEST, Duration.ofSeconds(20)))
                .hasMessageContaining("0110")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> StorageCommitment.report(peer(), REPORT))
                .hasMessageContaining("0110");
    }

    @Test
    void a_node_without_commitment_does_not_offer_it() throws IOException {
        try (var node = new Node()) {
            var other =
                    new Peer(
                            node.address(),
                            "NODE",
                            "TRUCK",
                            Duration.ofSeconds(20),
                            Optional.empty());

            assertThatThrownBy(
                            () -> StorageCommitment.request(other, REQUEST, Duration.ofSeconds(1)))
                    .hasMessageContaining("does not offer");
        }
    }

    @Test
    void what_is_no_commitment_is_answered_with_a_failure() throws IOException {
        List<Integer> statuses = new ArrayList<>();
        try (var call = Call.open(peer(), CONTEXTS, List.of())) {
            var context = call.context(Uid.StorageCommitmentPushModel).orElseThrow();
            for (int field : new int[] {Dimse.N_ACTION_RQ, Dimse.N_EVENT_REPORT_RQ}) {
                for (int type : new int[] {1, 9}) {
                    int element =
                            field == Dimse.N_ACTION_RQ ? Dimse.ACTION_TYPE_ID : Dimse.EVENT_TYPE_ID;
                    call.association()
                            .sendMessage(
                                    context,
                                    call.request(field).putUnsigned(element, type),
                                    new byte[] {1, 2, 3});
                    statuses.add(status(call));
                    call.association()
                            .sendCommand(context, call.request(field).putUnsigned(element, type));
                    statuses.add(status(call));
                }
            }
        }
        assertThat(statuses)
                .containsExactly(0x0110, 0x0110, 0x0123, 0x0123, 0x0110, 0x0110, 0x0113, 0x0113);
        assertThat(archive.requests).isEmpty();
    }

    private static int status(Call call) throws IOException {
        var message = call.association().nextCommand();
        if (message == null) {
            throw new IOException("released");
        }
        return message.command().required(Dimse.STATUS);
    }
}

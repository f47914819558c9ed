package org.medsendx.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;

/** C-FIND, N-CREATE and N-SET, as far as they are messages. */
class QueryTest implements QueryHandler, InstanceHandler {

    private static final int ENDLESS = 100_000;

    private final AtomicInteger asked = new AtomicInteger();
    private volatile int matches = 3;
    private volatile boolean allKeys = true;
    private volatile boolean failing;
    private final StorageScp scp =
            StorageScp.listen(
                    Node.options(),
                    new Node.Nothing(),
                    new AssociationServices(
                            Optional.empty(), Optional.of(this), Optional.of(this)));

    QueryTest() throws IOException {}

    @AfterEach
    void close() {
        scp.close();
    }

    private Peer peer() {
        return new Peer(
                new InetSocketAddress("127.0.0.1", scp.port()),
                "NODE",
                "CT_1",
                Duration.ofSeconds(20),
                Optional.empty());
    }

    @Override
    public Set<String> queryClasses() {
        return Set.of(Uid.ModalityWorklistFind);
    }

    @Override
    public Set<String> instanceClasses() {
        return Set.of(Uid.ModalityPerformedProcedureStep);
    }

    @Override
    public Answers find(Query query) throws IOException {
        if (failing) {
            throw new IOException("secret");
        }
        int most = matches;
        return new Answers(
                () ->
                        new Iterator<>() {
                            private int next;

                            @Override
                            public boolean hasNext() {
                                return next < most;
                            }

                            @Override
                            public DataSet next() {
                                asked.incrementAndGet();
                                return new DataSet()
                                        .putString(Tag.PatientID, VR.LO, "P" + next++)
                                        // Large enough that buffers of sockets hold few of them.
                                        .putString(Tag.PatientComments, VR.LT, "x".repeat(10_000));
                            }
                        },
                allKeys,
                StoreStatus.SUCCESS);
    }

    @Override
    public Result create(Request request) throws IOException {
        if (failing) {
            throw new IOException("secret");
        }
        return new Result(StoreStatus.SUCCESS, request.sopInstanceUid());
    }

    @Override
    public Result set(Request request) {
        return new Result(new StoreStatus(0x0110, "final"), 0xA710, request.sopInstanceUid());
    }

    private static DataSet keys() {
        return new DataSet().putString(Tag.PatientID, VR.LO, "*");
    }

    @Test
    void every_match_is_a_pending_response_and_the_last_says_success() throws IOException {
        var found = Modality.find(peer(), keys(), -1);

        assertThat(found.answers())
                .extracting(answer -> answer.string(Tag.PatientID))
                .containsExactly("P0", "P1", "P2");
        assertThat(found.pending()).containsOnly(0xFF00);
        assertThat(found.status()).isEqualTo(0);
    }

    @Test
    void keys_that_are_not_supported_are_a_warning_in_each_pending_response() throws IOException {
        allKeys = false;

        assertThat(Modality.find(peer(), keys(), -1).pending())
                .isEqualTo(List.of(0xFF01, 0xFF01, 0xFF01));
    }

    @Test
    void a_query_that_is_cancelled_ends_soon_and_says_so() throws IOException {
        matches = ENDLESS;

        var found = Modality.find(peer(), keys(), 2);

        assertThat(found.status()).isEqualTo(0xFE00);
        assertThat(asked.get()).isLessThan(ENDLESS);
    }

    @Test
    void a_query_that_fails_is_told_without_words_of_the_failure() throws IOException {
        failing = true;

        var found = Modality.find(peer(), keys(), -1);

        assertThat(found.answers()).isEmpty();
        assertThat(found.status()).isEqualTo(0xC000);
    }

    @Test
    void an_instance_is_made_and_a_refusal_has_its_error_id() throws IOException {
        var made = Modality.create(peer(), "1.2.3", keys());
        var changed = Modality.set(peer(), "1.2.3", keys());
        failing = true;
        var failed = Modality.create(peer(), "1.2.4", keys());

        assertThat(made).isEqualTo(new Modality.Told(0, 0, "1.2.3"));
        assertThat(changed).isEqualTo(new Modality.Told(0x0110, 0xA710, "1.2.3"));
        assertThat(failed.status()).isEqualTo(0x0110);
    }
}

package org.medsendx.dicom.net;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;

/** C-MOVE and C-GET, as far as they are messages. */
@Timeout(60)
class RetrieveTest implements RetrieveHandler {

    private static final String MOVE = Uid.StudyRootQueryRetrieveMove;
    private static final String GET = Uid.StudyRootQueryRetrieveGet;
    private static final DataSet ALL =
            new DataSet().putString(Tag.QueryRetrieveLevel, VR.CS, "STUDY");

    @TempDir Path folder;
    private final List<StorableFile> files = new ArrayList<>();
    private final AtomicInteger closed = new AtomicInteger();
    private volatile int lost;
    private volatile Leaving leaving = instance -> true;
    private volatile Optional<Peer> to = Optional.empty();
    private StorageScp scp;

    @BeforeEach
    void open() throws IOException {
        scp =
                StorageScp.listen(
                        Node.options(),
                        new Node.Nothing(),
                        new AssociationServices(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(this)));
        for (int i = 1; i <= 5; i++) {
            files.add(file("1.2." + i, Uid.CTImageStorage));
        }
    }

    @AfterEach
    void close() {
        scp.close();
    }

    private StorableFile file(String uid, String sopClass) throws IOException {
        var set =
                new DataSet()
                        .putString(Tag.SOPClassUID, VR.UI, sopClass)
                        .putString(Tag.SOPInstanceUID, VR.UI, uid)
                        .putString(Tag.PatientID, VR.LO, "P" + uid);
        var path = folder.resolve(uid);
        DicomWriter.write(path, new FileMeta(sopClass, uid, Uid.ExplicitVRLittleEndian), set);
        return StorableFile.read(path).orElseThrow();
    }

    @Override
    public Set<String> moveClasses() {
        return Set.of(MOVE);
    }

    @Override
    public Set<String> getClasses() {
        return Set.of(GET);
    }

    @Override
    public Retrieval retrieve(Request request) throws IOException {
        if (request.identifier().contains(Tag.PatientID)) {
            throw new IOException("secret");
        }
        if (request.destination().filter("NOBODY"::equals).isPresent()) {
            return new Retrieval.Refused(new StoreStatus(0xA801, "not known"));
        }
        Leaving asked = leaving;
        return new Retrieval.Granted(
                files,
                lost,
                to,
                new Leaving() {
                    @Override
                    public boolean mayGo(StorableFile instance) throws IOException {
                        return asked.mayGo(instance);
                    }

                    @Override
                    public void close() {
                        closed.incrementAndGet();
                    }
                });
    }

    private Peer us() {
        return peer(scp.port());
    }

    private static Peer peer(int port) {
        return new Peer(
                new InetSocketAddress("127.0.0.1", port),
                "NODE",
                "READER",
                Duration.ofSeconds(5),
                Optional.empty());
    }

    @Test
    void an_instance_comes_after_the_other_over_the_association_of_a_get() throws IOException {
        var ended = new Retriever(us(), GET).get(ALL);

        assertThat(ended.status()).isZero();
        assertThat(ended.pending()).isEqualTo(5);
        assertThat(ended.remaining()).isEqualTo(-1);
        assertThat(List.of(ended.completed(), ended.failed(), ended.warning()))
                .containsExactly(5, 0, 0);
        assertThat(ended.instances().keySet())
                .containsExactly("1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.2.5");
        byte[] whole = Files.readAllBytes(files.getFirst().path());
        byte[] got = requireNonNull(ended.instances().get("1.2.1"));
        assertThat(whole)
                .endsWith(got)
                .hasSize((int) files.getFirst().dataSetPosition() + got.length);
        assertThat(closed).hasValue(1);
    }

    @Test
    void nothing_comes_to_a_peer_that_did_not_say_that_it_takes_instances() throws IOException {
        var ended = new Retriever(us(), GET).get(ALL, false);

        assertThat(ended.status()).isEqualTo(0xA702);
        assertThat(ended.instances()).isEmpty();
        assertThat(ended.failed()).isEqualTo(5);
        assertThat(ended.failedUids()).hasSize(5);
    }

    @Test
    void what_a_peer_does_not_take_or_has_a_remark_about_is_counted() throws IOException {
        files.add(2, file("1.2.9", Uid.MRImageStorage));
        lost = 2;

        var some = new Retriever(us(), GET).get(ALL);
        assertThat(some.status()).isEqualTo(0xB000);
        assertThat(List.of(some.completed(), some.failed(), some.warning()))
                .containsExactly(5, 3, 0);
        assertThat(some.failedUids()).containsExactly("1.2.9");

        var remarks = new Retriever(us(), GET, -1, 0xB006).get(ALL);
        assertThat(List.of(remarks.completed(), remarks.failed(), remarks.warning()))
                .containsExactly(0, 3, 5);
        assertThat(remarks.status()).isEqualTo(0xB000);

        var none = new Retriever(us(), GET, -1, 0xA700).get(ALL);
        assertThat(none.status()).isEqualTo(0xA702);
        assertThat(none.failed()).isEqualTo(8);
    }

    @Test
    void a_cancel_ends_a_get_and_a_move_between_two_instances() throws IOException {
        var got = new Retriever(us(), GET, 2, 0).get(ALL);

        assertThat(got.status()).isEqualTo(0xFE00);
        assertThat(got.instances().size()).isBetween(2, 4);
        assertThat(got.remaining()).isEqualTo(5 - got.completed()).isPositive();

        try (var node = new Node()) {
            to = Optional.of(peer(node.scp.port()));
            // The second instance waits until the cancel must have been heard.
            leaving =
                    instance -> {
                        if (!instance.sopInstanceUid().equals("1.2.1")) {
                            LockSupport.parkNanos(200_000_000);
                        }
                        return true;
                    };
            var moved = new Retriever(us(), MOVE, 1, 0).move(ALL, "NODE");
            assertThat(moved.status()).isEqualTo(0xFE00);
            assertThat(node.stored.size()).isEqualTo(moved.completed()).isLessThan(5);
            assertThat(moved.remaining()).isEqualTo(5 - moved.completed());
        }
        assertThat(closed).hasValue(2);
    }

    @Test
    void a_destination_gets_what_was_asked_for_on_whose_behalf_it_comes() throws IOException {
        try (var node = new Node()) {
            to = Optional.of(peer(node.scp.port()));

            var ended = new Retriever(us(), MOVE).move(ALL, "NODE");

            assertThat(ended.status()).isZero();
            assertThat(ended.pending()).isEqualTo(5);
            assertThat(ended.completed()).isEqualTo(5);
            assertThat(node.stored).hasSize(5);
            assertThat(node.stored.get("1.2.3")).isNotEmpty();
        }
    }

    @Test
    void a_destination_that_is_away_or_breaks_off_is_told_with_all_that_failed()
            throws IOException {
        to = Optional.of(peer(Dcmtk.freePort()));

        var away = new Retriever(us(), MOVE).move(ALL, "NODE");

        assertThat(away.status()).isEqualTo(0xA702);
        assertThat(away.failed()).isEqualTo(5);
        assertThat(away.failedUids()).containsExactly("1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.2.5");

        try (var node = new Node(options -> options)) {
            to = Optional.of(peer(node.scp.port()));
            leaving =
                    instance -> {
                        if (instance.sopInstanceUid().equals("1.2.3")) {
                            node.close();
                        }
                        return true;
                    };
            var broken = new Retriever(us(), MOVE).move(ALL, "NODE");
            assertThat(broken.status()).isEqualTo(0xB000);
            assertThat(List.of(broken.completed(), broken.failed())).containsExactly(2, 3);
            assertThat(broken.failedUids()).containsExactly("1.2.3", "1.2.4", "1.2.5");
        }
    }

    @Test
    void what_may_not_go_is_passed_by_and_the_rest_goes() throws IOException {
        leaving =
                instance -> {
                    if (instance.sopInstanceUid().equals("1.2.2")) {
                        throw new IOException("the audit log fails");
                    }
                    return !instance.sopInstanceUid().equals("1.2.4");
                };

        try (var node = new Node()) {
            to = Optional.of(peer(node.scp.port()));
            var ended = new Retriever(us(), MOVE).move(ALL, "NODE");
            assertThat(ended.status()).isEqualTo(0xB000);
            assertThat(ended.failedUids()).containsExactly("1.2.2", "1.2.4");
            assertThat(node.stored).containsOnlyKeys("1.2.1", "1.2.3", "1.2.5");
        }
    }

    @Test
    void a_file_that_was_deleted_meanwhile_fails_and_the_association_goes_on() throws IOException {
        Files.delete(files.get(1).path());

        var ended = new Retriever(us(), GET).get(ALL);

        assertThat(ended.status()).isEqualTo(0xB000);
        assertThat(ended.failedUids()).containsExactly("1.2.2");
        assertThat(ended.instances()).hasSize(4);
    }

    @Test
    void a_request_that_is_refused_or_fails_hears_why_and_nothing_else() throws IOException {
        var refused = new Retriever(us(), MOVE).move(ALL, "NOBODY");
        var failing =
                new Retriever(us(), MOVE)
                        .move(new DataSet().putString(Tag.PatientID, VR.LO, "1"), "NODE");

        assertThat(refused.status()).isEqualTo(0xA801);
        assertThat(failing.status()).isEqualTo(0xC000);
        assertThat(failing.pending()).isZero();
    }
}

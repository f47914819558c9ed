package org.medsendx.uplink.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.net.CommitmentReport;
import org.medsendx.dicom.net.Peer;
import org.medsendx.dicom.net.StoreStatus;
import org.medsendx.uplink.destinations.LimitedLink;
import org.medsendx.uplink.destinations.Road;
import org.medsendx.uplink.destinations.Scan;

/** C-STORE and storage commitment with a node that does what the test wants. */
class DimseTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir Path folder;

    @Test
    void an_object_counts_when_the_node_has_committed_itself_and_not_before() throws Exception {
        var scan = Scan.ct(folder, 1);
        try (var archive = new Archive(Uid.transferSyntaxes());
                var road = new Road(folder)) {
            archive.answer = _ -> Optional.empty();
            var node = Node.on(road, folder, archive::peer, LONG);

            road.destinations().add(scan.job());

            await().until(() -> !archive.requests.isEmpty());
            assertThat(road.told()).isEmpty();
            assertThat(node.commitments().size()).isOne();
            var request = archive.requests.getFirst();
            node.asker().reported(Archive.all(request).orElseThrow());
            assertThat(road.told()).containsExactly("pacs " + scan.event().objectId() + " last");
            assertThat(node.commitments().size()).isZero();
        }
    }

    @Test
    void many_go_over_one_association_and_are_asked_about_together() throws Exception {
        try (var archive = new Archive(Uid.transferSyntaxes());
                var road = new Road(folder)) {
            Node.on(road, folder, archive::peer, LONG);

            for (int i = 0; i < 40; i++) {
                road.destinations().add(Scan.ct(folder, i).job());
            }

            await().atMost(Duration.ofSeconds(30)).until(() -> road.told().size() == 40);
            assertThat(archive.stored).hasSize(40);
            assertThat(archive.stored.values()).allMatch(times -> times.size() == 1);
            assertThat(archive.requests).hasSizeLessThan(20);
        }
    }

    @Test
    void a_node_gets_no_more_than_the_link_may_carry() throws Exception {
        var scans = List.of(Scan.ct(folder, 1), Scan.ct(folder, 2), Scan.ct(folder, 3));
        var link = LimitedLink.below(folder, scans);
        try (var archive = new Archive(Uid.transferSyntaxes());
                var road = new Road(folder, link.bandwidth())) {
            Node.on(road, folder, archive::peer, LONG);

            // The preamble and the file meta information are not sent.
            link.carries(road, 3 * 1024);
        }
    }

    @Test
    void what_was_sent_is_not_sent_again_after_a_restart_but_asked_about() throws Exception {
        var scan = Scan.ct(folder, 1);
        try (var archive = new Archive(Uid.transferSyntaxes())) {
            archive.answer = _ -> Optional.empty();
            try (var road = new Road(folder)) {
                Node.on(road, folder, archive::peer, LONG);
                road.destinations().add(scan.job());
                await().until(() -> !archive.requests.isEmpty());
            }
            archive.answer = Archive::all;
            try (var road = new Road(folder)) {
                Node.on(road, folder, archive::peer, LONG);
                road.destinations().add(scan.job());

                await().until(() -> road.told().size() == 1);
                assertThat(archive.stored.get(scan.uid())).hasSize(1);
            }
        }
    }

    @Test
    void a_report_that_never_comes_is_asked_for_again() throws Exception {
        var scan = Scan.ct(folder, 1);
        try (var archive = new Archive(Uid.transferSyntaxes());
                var road = new Road(folder)) {
            archive.answer =
                    request ->
                            archive.requests.size() < 3 ? Optional.empty() : Archive.all(request);
            Node.on(road, folder, archive::peer, Duration.ofMillis(200));

            road.destinations().add(scan.job());

            await().until(() -> road.told().size() == 1);
            assertThat(archive.requests).hasSizeGreaterThanOrEqualTo(3);
            assertThat(archive.requests.stream().map(one -> one.transactionUid()))
                    .doesNotHaveDuplicates();
            assertThat(archive.stored.get(scan.uid())).hasSize(1);
        }
    }

    @Test
    void what_is_not_kept_is_sent_once_more_and_then_shown_to_a_person() throws Exception {
        var good = Scan.ct(folder, 1);
        var bad = Scan.ct(folder, 2);
        var refusing = new AtomicReference<>(true);
        try (var archive = new Archive(Uid.transferSyntaxes());
                var road = new Road(folder)) {
            archive.answer =
                    request -> {
                        var failed =
                                request.instances().stream()
                                        .filter(one ->
                                                refusing.get()
                                                        && one.sopInstanceUid().equals(bad.uid()))
                                        .map(one -> new CommitmentReport.Failure(one, 0x0112))
                                        .toList();
                        var kept =
                                request.instances().stream()
                                        .filter(one ->
                                                !refusing.get()
                                                        || !one.sopInstanceUid().equals(bad.uid()))
                                        .toList();
                        return Optional.of(
                                new CommitmentReport(request.transactionUid(), kept, failed));
                    };
            var node = Node.on(road, folder, archive::peer, LONG);

            road.destinations().add(good.job());
            road.destinations().add(bad.job());

            await().atMost(Duration.ofSeconds(60)).until(() -> node.uplink().parked().size() == 1);
            assertThat(node.uplink().parked().getFirst().reason()).isEqualTo("commitment-0112");
            assertThat(archive.stored.get(bad.uid())).hasSize(2);
            assertThat(road.told()).containsExactly("pacs " + good.event().objectId() + " last");

            refusing.set(false);
            node.uplink().retryParked();
            await().until(() -> road.told().size() == 2);
            assertThat(archive.stored.get(bad.uid())).hasSize(3);
        }
    }

    @Test
    void a_report_about_another_transaction_confirms_nothing() throws Exception {
        var scan = Scan.ct(folder, 1);
        try (var archive = new Archive(Uid.transferSyntaxes());
                var road = new Road(folder)) {
            archive.answer = _ -> Optional.empty();
            var node = Node.on(road, folder, archive::peer, LONG);
            road.destinations().add(scan.job());
            await().until(() -> !archive.requests.isEmpty());

            var forged =
                    new CommitmentReport(
                            "2.25.1", archive.requests.getFirst().instances(), List.of());

            assertThat(node.asker().reported(forged)).isFalse();
            assertThat(road.told()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"1.2.840.10008.1.2.1", "1.2.840.10008.1.2"})
    void a_node_without_jpeg_ls_gets_the_same_pixels_uncompressed(String taken) throws Exception {
        var scan = Scan.of(folder, 3, "CT", "Chest", Uid.JPEGLSLossless);
        try (var archive = new Archive(Set.of(taken));
                var road = new Road(folder)) {
            Node.on(road, folder, archive::peer, LONG);

            road.destinations().add(scan.job());

            await().until(() -> road.told().size() == 1);
            assertThat(archive.stored.get(scan.uid())).containsExactly(taken);
            assertThat(received(archive, scan.uid(), taken)).isEqualTo(scan.pixels());
            assertThat(folder.resolve("copies")).isEmptyDirectory();
        }
    }

    private int[] received(Archive archive, String uid, String syntax) throws Exception {
        var head = DicomWriter.metaBytes(new FileMeta(Uid.CTImageStorage, uid, syntax));
        Path file = folder.resolve("received.dcm");
        Files.write(file, head);
        Files.write(file, archive.bytes.get(uid), StandardOpenOption.APPEND);
        return Scan.pixels(file);
    }

    @Test
    void jpeg_ls_goes_as_it_is_where_it_is_taken() throws Exception {
        var scan = Scan.of(folder, 3, "CT", "Chest", Uid.JPEGLSLossless);
        try (var archive = new Archive(Uid.transferSyntaxes());
                var road = new Road(folder)) {
            Node.on(road, folder, archive::peer, LONG);

            road.destinations().add(scan.job());

            await().until(() -> road.told().size() == 1);
            assertThat(archive.stored.get(scan.uid())).containsExactly(Uid.JPEGLSLossless);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "43264, parked c-store-a900",
        "49152, parked c-store-c000",
        "42752, waits c-store-a700",
        "292, waits c-store-0124"
    })
    void a_refusal_parks_the_object_and_a_shortage_waits(int code, String what) throws Exception {
        var scan = Scan.ct(folder, 1);
        try (var archive = new Archive(Uid.transferSyntaxes());
                var road = new Road(folder)) {
            archive.status = _ -> new StoreStatus(code, "");
            Node.on(road, folder, archive::peer, LONG);

            road.destinations().add(scan.job());

            await().until(() -> road.log.contains("pacs " + what));
            assertThat(archive.requests).isEmpty();
        }
    }

    @Test
    void a_title_that_is_refused_waits_until_it_is_right() throws Exception {
        var scan = Scan.ct(folder, 1);
        try (var archive = new Archive(Uid.transferSyntaxes());
                var road = new Road(folder)) {
            var title = new AtomicReference<>("SOMEBODY");
            Node.on(road, folder, () -> archive.peer(title.get()), LONG);

            road.destinations().add(scan.job());

            await().until(() -> road.log.contains("pacs waits rejected-1-1-7"));
            title.set("ARCHIVE");
            await().until(() -> road.told().size() == 1);
        }
    }

    @Test
    void a_node_that_comes_back_gets_everything_once() throws Exception {
        var address = new AtomicReference<Peer>();
        try (var road = new Road(folder)) {
            try (var archive = new Archive(Uid.transferSyntaxes())) {
                address.set(archive.peer());
            }
            Node.on(road, folder, address::get, LONG);
            for (int i = 0; i < 10; i++) {
                road.destinations().add(Scan.ct(folder, i).job());
            }
            await().until(() -> road.log.contains("pacs waits no-answer"));
            try (var archive = new Archive(Uid.transferSyntaxes())) {
                address.set(archive.peer());

                await().atMost(Duration.ofSeconds(30)).until(() -> road.told().size() == 10);
                assertThat(archive.stored.values()).allMatch(times -> times.size() == 1);
            }
        }
    }
}

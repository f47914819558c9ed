package org.medsendx.ingest.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.AssociationServices;
import org.medsendx.dicom.net.Dcmtk;
import org.medsendx.dicom.net.Orthanc;
import org.medsendx.dicom.net.Peer;
import org.medsendx.dicom.net.StorageScp;
import org.medsendx.dicom.net.TestKeys;
import org.medsendx.ingest.dicom.FrontDoor;
import org.medsendx.ingest.tracking.Stage;

/** Archives of others: one that commits, and one that does not know what that is. */
class ArchivePeersIT {

    private static final int SCANS = 20;

    @TempDir Path folder;
    @TempDir Path made;

    @Test
    void orthanc_keeps_every_original_though_it_was_killed_in_the_middle() throws Exception {
        Dcmtk.assumePresent("Orthanc");
        var ours = TestKeys.shared("ours", "EC");
        var theirs = TestKeys.shared("theirs", "EC");
        int port = Dcmtk.freePort();
        var door = new FrontDoor();
        var scp =
                StorageScp.listen(
                        new StorageScp.Options(
                                        new InetSocketAddress("127.0.0.1", port),
                                        "TRUCK",
                                        Set.of(),
                                        Uid.storageClasses(),
                                        8,
                                        64 << 10)
                                .withTls(ours.trusting(theirs)),
                        door,
                        new AssociationServices(
                                Optional.of(door), Optional.empty(), Optional.empty()));
        try (scp;
                var depot = new Depot(folder);
                var orthanc =
                        Orthanc.start(
                                Files.createDirectory(made.resolve("orthanc")),
                                Optional.of(theirs),
                                Optional.of(ours))) {
            orthanc.knows("truck", "TRUCK", port, true);
            Peer peer = orthanc.peer("TRUCK", Optional.of(ours.trusting(theirs)));
            var usual = Depot.options(() -> peer);
            var archive =
                    depot.archive(
                            new ArchiveOptions(
                                    usual.peer(),
                                    Orthanc.AE_TITLE,
                                    usual.hours(),
                                    64 << 10,
                                    usual.retry(),
                                    usual.tries(),
                                    usual.patience(),
                                    usual.again(),
                                    5,
                                    usual.window()));
            door.open(
                    new FrontDoor.Behind(
                            _ -> {
                                throw new IOException("nobody sends here");
                            },
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(archive::reported),
                            Optional.empty()));
            var scans = new ArrayList<Depot.Scan>();
            for (int i = 0; i < SCANS; i++) {
                scans.add(depot.scan(made));
            }

            var looking = CompletableFuture.supplyAsync(() -> look(archive));
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> depot.counted.sent.get() >= SCANS / 3);
            orthanc.kill();
            assertThat(looking.get()).isEqualTo("no-answer");
            assertThat(archive.waiting()).isPositive();
            assertThat(archive.look()).isEqualTo("no-answer");

            orthanc.again();
            orthanc.knows("truck", "TRUCK", port, true);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> {
                        // What was asked before the end of the archive is asked again.
                        depot.pass(Depot.AGAIN);
                        archive.look();
                        return archive.waiting() == 0;
                    });

            for (var scan : scans) {
                assertThat(depot.book.keeps(scan.objectId())).isTrue();
                assertThat(depot.stages(scan)).contains(Stage.ARCHIVED);
            }
            assertThat(orthanc.get("/instances").split("\"").length / 2).isEqualTo(SCANS);
        }
    }

    private static String look(Archive archive) {
        try {
            return archive.look();
        } catch (Exception e) {
            return e.toString();
        }
    }

    @Test
    void storescp_knows_no_commitment_so_nothing_counts_as_archived_or_is_deleted()
            throws Exception {
        Dcmtk.assumePresent("storescp");
        Path kept = Files.createDirectory(made.resolve("kept"));
        int port = Dcmtk.freePort();
        var process =
                Dcmtk.start(
                        made.resolve("storescp.txt"),
                        List.of(
                                Dcmtk.find("storescp").orElseThrow(),
                                "--output-directory",
                                kept.toString(),
                                "" + port));
        // Whatever is free, there is not enough room.
        try (var depot = new Depot(folder, Long.MAX_VALUE / 4)) {
            var peer =
                    new Peer(
                            new InetSocketAddress("127.0.0.1", port),
                            HospitalArchive.TITLE,
                            "TRUCK",
                            Duration.ofSeconds(10),
                            Optional.empty());
            var archive = depot.archive(() -> peer);
            var scans = new ArrayList<Depot.Scan>();
            for (int i = 0; i < 3; i++) {
                scans.add(depot.scan(made));
                depot.border(scans.getLast(), Stage.DEIDENTIFIED);
            }

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> archive.look().equals("no-commitment"));

            try (var files = Files.list(kept)) {
                assertThat(files).hasSize(3);
            }
            assertThat(depot.book.counts()).isEqualTo(new ArchiveBook.Counts(0, 3, 0));
            depot.pass(Duration.ofDays(30));
            assertThat(archive.look()).isEqualTo("no-commitment");
            assertThat(depot.counted.sent).hasValue(3);
            assertThat(depot.retention(Optional.of(Duration.ZERO), true).look()).isZero();
            for (var scan : scans) {
                assertThat(scan.there()).isTrue();
                assertThat(depot.stages(scan)).doesNotContain(Stage.ARCHIVED);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}

package org.medsendx.uplink.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.deidentified.DeliveryConfirmation;
import org.medsendx.dicom.net.Dcmtk;
import org.medsendx.dicom.net.Orthanc;
import org.medsendx.dicom.net.Peer;
import org.medsendx.dicom.net.TestKeys;
import org.medsendx.uplink.destinations.Road;
import org.medsendx.uplink.destinations.Rule;
import org.medsendx.uplink.destinations.Scan;
import org.medsendx.uplink.syntax.NativeCopies;

/** C-STORE over TLS and storage commitment with programs of others. */
class DimsePeersIT {

    private static final int SCANS = 20;

    @TempDir Path folder;

    @Test
    void orthanc_commits_over_an_association_of_its_own_though_it_was_killed_in_the_middle()
            throws Exception {
        Dcmtk.assumePresent("Orthanc");
        var ours = TestKeys.shared("ours", "EC");
        var theirs = TestKeys.shared("theirs", "EC");
        Path truck = Files.createDirectory(folder.resolve("truck"));
        var scans = new ArrayList<Scan>();
        for (int i = 0; i < SCANS; i++) {
            scans.add(Scan.ct(truck, i));
        }
        int port = Dcmtk.freePort();
        try (var orthanc =
                Orthanc.start(
                        Files.createDirectory(folder.resolve("orthanc")),
                        Optional.of(theirs),
                        Optional.of(ours))) {
            orthanc.knows("truck", "TRUCK", port, true);
            Peer peer = orthanc.peer("TRUCK", Optional.of(ours.trusting(theirs)));
            try (var road = new Road(truck)) {
                var node = Node.on(road, truck, () -> peer, Duration.ofSeconds(5));
                road.keep(
                        ReportListener.listen(
                                new InetSocketAddress("127.0.0.1", port),
                                "TRUCK",
                                Set.of(Orthanc.AE_TITLE),
                                Optional.of(ours.trusting(theirs)),
                                List.of(node.asker())));
                for (var scan : scans.subList(0, SCANS / 2)) {
                    road.destinations().add(scan.job());
                }
                await().until(() -> !road.log.isEmpty());
                orthanc.kill();
                for (var scan : scans.subList(SCANS / 2, SCANS)) {
                    road.destinations().add(scan.job());
                }
                await().until(() -> road.log.stream().anyMatch(one -> one.contains(" waits ")));
                orthanc.again();
                orthanc.knows("truck", "TRUCK", port, true);

                await().atMost(Duration.ofSeconds(90)).until(() -> road.told().size() == SCANS);
            }

            var there = orthanc.get("/instances");
            assertThat(there.split("\"").length / 2).isEqualTo(SCANS);
        }
    }

    @Test
    void storescp_takes_it_over_tls_and_nobody_else_does() throws Exception {
        Dcmtk.assumePresent("storescp");
        var ours = TestKeys.shared("ours", "RSA");
        var theirs = TestKeys.shared("theirs", "RSA");
        var strangers = TestKeys.shared("strangers", "RSA");
        Path truck = Files.createDirectory(folder.resolve("truck"));
        Path kept = Files.createDirectory(folder.resolve("kept"));
        int port = Dcmtk.freePort();
        var scan = Scan.ct(truck, 1);
        var process =
                Dcmtk.start(
                        folder.resolve("storescp.txt"),
                        List.of(
                                Dcmtk.find("storescp").orElseThrow(),
                                "+tls",
                                theirs.key().toString(),
                                theirs.certificate().toString(),
                                "+cf",
                                ours.certificate().toString(),
                                "--output-directory",
                                kept.toString(),
                                "" + port));
        try (var road = new Road(truck)) {
            var trusted = new AtomicReference<>(strangers);
            var store =
                    road.keep(
                            new DimseStore(
                                    "scp",
                                    () -> {
                                        try {
                                            return new Peer(
                                                    new InetSocketAddress("127.0.0.1", port),
                                                    "SCP",
                                                    "TRUCK",
                                                    Duration.ofSeconds(10),
                                                    Optional.of(ours.trusting(trusted.get())));
                                        } catch (IOException e) {
                                            throw new UncheckedIOException(e);
                                        }
                                    },
                                    new NativeCopies(truck.resolve("copies")),
                                    Optional.empty(),
                                    _ -> {}));
            road.lane(
                    "scp",
                    Rule.ALL,
                    store,
                    (job, _) -> road.settlement.delivered(job, "scp", DeliveryConfirmation.C_STORE),
                    Optional.empty());

            road.destinations().add(scan.job());

            await().atMost(Duration.ofSeconds(30)).until(() -> road.log.contains("scp waits tls"));
            assertThat(road.told()).isEmpty();
            trusted.set(theirs);
            await().atMost(Duration.ofSeconds(30)).until(() -> road.told().size() == 1);
            try (var files = Files.list(kept)) {
                var file = files.toList();
                assertThat(file).hasSize(1);
                assertThat(Scan.pixels(file.getFirst())).isEqualTo(scan.pixels());
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}

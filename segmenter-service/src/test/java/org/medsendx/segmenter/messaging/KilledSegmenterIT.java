package org.medsendx.segmenter.messaging;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.segmenter.Images;
import org.medsendx.segmenter.Phantom;
import org.medsendx.segmenter.breast.BreastPhantom;
import org.medsendx.segmenter.storage.ScanLedger;

/**
 * segmenter-service, with several scans in hand, is killed whenever so many scans were told, and
 * started again: files and events are those of one that has one scan in hand and is never killed,
 * each once. Twice, or more often with {@code -Dmedsendx.kills=true}.
 */
class KilledSegmenterIT {

    private static final int SCANS = 90;
    private static final Duration LONG = Duration.ofSeconds(120);

    private final TruckBroker broker = new TruckBroker();
    private Map<String, String> truck = Map.of();

    @TempDir private Path folder;

    @BeforeEach
    void start() {
        truck = broker.start();
    }

    @AfterEach
    void stop() {
        broker.stop();
    }

    @Test
    void every_scan_is_told_once_and_as_if_nothing_had_happened() throws Exception {
        send();
        var calm = new LeftOnDisk(Files.createDirectory(folder.resolve("calm")));
        try (var _ = SegmenterProcess.start(folder, settings(calm, 1))) {
            allTold(calm);
        }

        var killed = new LeftOnDisk(Files.createDirectory(folder.resolve("killed")));
        int kills = Boolean.getBoolean("medsendx.kills") ? 12 : 2;
        var random = new Random(17);
        for (int i = 1; i <= kills; i++) {
            long least = killed.assessed() + 1 + random.nextInt(SCANS / (kills + 1));
            try (var process = SegmenterProcess.start(folder, settings(killed, 3))) {
                await().atMost(LONG)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> !process.isAlive() || killed.assessed() >= least);
                assertThat(process.isAlive()).isTrue();
                process.kill();
            }
            assertThat(killed.assessed()).as("kill %d came in time", i).isLessThan(SCANS);
        }
        try (var _ = SegmenterProcess.start(folder, settings(killed, 3))) {
            allTold(killed);
        }

        killed.isAsOf(calm);
        try (var one = ScanLedger.open(calm.derived().resolve("segmenter/ledger"));
                var other = ScanLedger.open(killed.derived().resolve("segmenter/ledger"))) {
            assertThat(killed.lines(other)).isEqualTo(calm.lines(one)).hasSize(SCANS);
            assertThat(killed.learned()).isEqualTo(calm.learned());
        }
    }

    private static void allTold(LeftOnDisk left) {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(() -> left.assessed() == SCANS);
    }

    private void send() throws Exception {
        var scans =
                new TruckScans(
                        requireNonNull(truck.get("kafka.bootstrap.servers")),
                        Path.of(requireNonNull(truck.get("medsendx.segmenter.deidentified-dir"))));
        var written = new ArrayList<InstanceDeidentified>();
        for (int i = 0; i < SCANS; i++) {
            DataSet set =
                    switch (i % 10) {
                        case 3 ->
                                BreastPhantom.of(
                                                new BreastPhantom.Spec(
                                                        i, true, i % 20 < 10, 0.3, false))
                                        .dataSet();
                        case 7 ->
                                Phantom.discs("CT", 40, 40, i, new int[] {24, 1500, 3000}, 200)
                                        .dataSet();
                        default -> Images.ctSlice(48, 48, i);
                    };
            written.add(scans.write(set, i % 10 == 3 ? "MG" : "CT", "2.25.30" + i % 4));
        }
        scans.send(written);
    }

    private Map<String, String> settings(LeftOnDisk left, int atOnce) {
        var settings = new HashMap<>(truck);
        settings.put("medsendx.segmenter.derived-dir", left.derived().toString());
        settings.put("medsendx.segmenter.scans-at-once", "" + atOnce);
        settings.put("medsendx.segmenter.triage.least-scans", "6");
        // Each hears of all scans; and is thrown out of its group soon after it was killed.
        settings.put(
                "mp.messaging.incoming.instances-deidentified.group.id",
                "segmenter-" + left.derived().getFileName());
        settings.put("kafka.session.timeout.ms", "6000");
        return settings;
    }
}

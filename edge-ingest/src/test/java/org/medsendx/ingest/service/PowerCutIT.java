package org.medsendx.ingest.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.Instances.uid;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.Sha256;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.StoreStatus;
import org.medsendx.ingest.Intakes;
import org.medsendx.ingest.ledger.IntakeEntry;
import org.medsendx.ingest.ledger.IntakeLedger;
import org.medsendx.ingest.service.RecordedDisk.Survives;
import org.medsendx.ingest.store.Shelf;

/**
 * The calls of a running edge-ingest are recorded while it takes images, and the power is cut at
 * each of them: in what a disk may be left with then, every image that was answered with success is
 * there once, and its sender can send the others. The table is printed.
 */
@EnabledIfSystemProperty(named = "medsendx.kills", matches = "true")
class PowerCutIT {

    private static final int IMAGES = 3;

    @TempDir Path folder;

    /** Files by instance. */
    private final Map<String, Path> sent = new LinkedHashMap<>();

    @Test
    void what_was_answered_with_success_is_there_once_wherever_the_power_is_cut() throws Exception {
        RecordedDisk disk = record();
        var calls = RecordedDisk.read(folder, "call");
        Map<Survives, Integer> cuts = new EnumMap<>(Survives.class);
        int heardAtMost = 0;
        for (var call : calls) {
            if (!disk.apply(call)) {
                continue;
            }
            var heard = heard(disk.answered());
            heardAtMost = Math.max(heardAtMost, heard.size());
            for (var survives : Survives.values()) {
                holds(disk, survives, heard);
                cuts.merge(survives, 1, Integer::sum);
            }
        }
        System.out.println("| what was not forced and survives | cuts |\n|---|---|");
        cuts.forEach(
                (survives, count) -> System.out.println("| " + survives + " | " + count + " |"));
        assertThat(heardAtMost).isGreaterThanOrEqualTo(IMAGES - 1);
        assertThat(cuts.get(Survives.NOTHING)).isGreaterThan(10 * IMAGES);
    }

    /** Has images sent under the eyes of strace. @return the disk as it was before */
    private RecordedDisk record() throws Exception {
        try (var service =
                        ServiceProcess.start(
                                folder, Map.of("kafka.bootstrap.servers", "127.0.0.1:1"));
                var scu = service.associate("MEDSENDX")) {
            Path told = folder.resolve("told");
            var disk = new RecordedDisk(service.volume);
            var strace =
                    new ProcessBuilder(
                                    List.of(
                                            "strace",
                                            "-f",
                                            "-ff",
                                            "-y",
                                            "-ttt",
                                            "-xx",
                                            "-s",
                                            "10000000",
                                            "-e",
                                            "trace=" + RecordedDisk.CALLS,
                                            "-o",
                                            folder.resolve("call").toString(),
                                            "-p",
                                            "" + service.pid()))
                            .redirectError(told.toFile())
                            .start();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.readString(told).contains("attached"));
            for (int i = 0; i < IMAGES; i++) {
                String uid = uid();
                Path file = file(folder, ct(uid, "Doe^Jane"));
                sent.put(uid, file);
                assertThat(ServiceProcess.store(scu, file, uid)).isEqualTo(StoreStatus.SUCCESS);
            }
            strace.destroy();
            assertThat(strace.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return disk;
        }
    }

    /** The instances whose responses (PS3.7, 9.3.1.2) with success were written to a socket. */
    private List<String> heard(byte[] answered) {
        String text = new String(answered, StandardCharsets.ISO_8859_1);
        var heard = new ArrayList<String>();
        for (String uid : sent.keySet()) {
            int at = text.indexOf(uid);
            // (0000,0900) Status comes before the Affected SOP Instance UID (0000,1000).
            int status = text.lastIndexOf("\0\0\0\t\2\0\0\0\0\0", at);
            if (at >= 0 && status >= 0 && at - status < 64) {
                heard.add(uid);
            }
        }
        return heard;
    }

    private void holds(RecordedDisk disk, Survives survives, List<String> heard) throws Exception {
        Path cut = Files.createTempDirectory(folder, "cut");
        disk.cut(cut, survives);
        try (var intake = Intakes.open(cut)) {
            for (String uid : heard) {
                assertThat(received(intake, uid)).as("%s", survives).hasSize(1);
            }
            for (var one : sent.entrySet()) {
                intake.cStore(one.getValue(), Uid.CTImageStorage, one.getKey());
                var received = received(intake, one.getKey());
                assertThat(received).as("%s, sent again", survives).hasSize(1);
                var input = received.getFirst().input();
                assertThat(Sha256.of(intake.store.path(Shelf.OBJECTS, input.objectId())))
                        .isEqualTo(input.sha256());
            }
            assertThat(intake.store.objects()).hasSize(IMAGES);
            assertThat(intake.eventCounts()).hasSize(IMAGES);
            assertThat(intake.eventCounts().values()).containsOnly(1L);
        }
        try (Stream<Path> all = Files.walk(cut)) {
            all.sorted(java.util.Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        }
    }

    private static List<IntakeEntry> received(Intakes intake, String uid) throws Exception {
        String key = IntakeLedger.keyOf(uid);
        return intake
                .ledger
                .list(
                        0,
                        1000,
                        entry ->
                                entry instanceof IntakeEntry.Received received
                                        && received.uidKey().equals(key))
                .stream()
                .map(IntakeLedger.Numbered::entry)
                .toList();
    }
}

package org.medsendx.segmenter.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.CleanFile;
import org.medsendx.contracts.deidentified.CleanInstance;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.contracts.deidentified.InstanceUids;
import org.medsendx.contracts.deidentified.ObjectKey;
import org.medsendx.contracts.deidentified.VerifiedCopy;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.outbox.Outbox;
import org.medsendx.segmenter.Images;
import org.medsendx.segmenter.Phantom;
import org.medsendx.segmenter.assess.QualityLimits;
import org.medsendx.segmenter.assess.ScanJudge;
import org.medsendx.segmenter.assess.TriageWeights;
import org.medsendx.segmenter.breast.BreastPhantom;
import org.medsendx.segmenter.derived.DerivedChoice;
import org.medsendx.segmenter.derived.DerivedChoice.Modalities;
import org.medsendx.segmenter.derived.DerivedChoice.SegmentationCoding;
import org.medsendx.segmenter.derived.DerivedObjects;
import org.medsendx.segmenter.derived.PictureChoice;
import org.medsendx.segmenter.instance.DerivedInstance.Form;
import org.medsendx.segmenter.instance.MakingDevice;
import org.medsendx.segmenter.messaging.ScanStage.Outcome;
import org.medsendx.segmenter.pipeline.AssessLimits;
import org.medsendx.segmenter.pipeline.ScanAssessor;
import org.medsendx.segmenter.storage.DerivedFiles;
import org.medsendx.segmenter.storage.ScanLedger;
import org.medsendx.segmenter.tissue.TissueSchemes;
import org.medsendx.segmenter.turns.Room;
import org.medsendx.segmenter.usual.UsualLimits;
import org.medsendx.segmenter.usual.UsualScans;

class ScansInTurnTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir private Path folder;
    private Path deidentified;

    @BeforeEach
    void volume() throws IOException {
        deidentified = Files.createDirectory(folder.resolve("deidentified"));
    }

    /** A segmenter's volume and what works on it. */
    private final class Truck implements AutoCloseable {

        private final Path derived;
        private final Outbox outbox;
        private final ScanLedger ledger;
        private final UsualScans usual;
        private final ScanStage stage;

        Truck(String name) throws IOException {
            derived = Files.createDirectories(folder.resolve(name));
            outbox = Outbox.open(derived.resolve("segmenter/outbox"), "segmenter-service");
            ledger = ScanLedger.open(derived.resolve("segmenter/ledger"));
            usual =
                    UsualScans.open(
                            derived.resolve("segmenter/usual"), new UsualLimits(5, 12, 4, 2));
            var judge = new ScanJudge(QualityLimits.DEFAULT, TriageWeights.DEFAULT, usual);
            stage =
                    new ScanStage(
                            deidentified,
                            new DerivedFiles(derived),
                            new ScanAssessor(
                                    new AssessLimits(1_000_000, 64, 400),
                                    TissueSchemes.shipped(),
                                    judge),
                            objects(),
                            outbox,
                            ledger,
                            _ -> {},
                            Duration.ZERO,
                            Room.ofHeap());
        }

        @Override
        public void close() throws IOException {
            usual.close();
            ledger.close();
            outbox.close();
        }

        LeftOnDisk left() {
            return new LeftOnDisk(derived);
        }
    }

    private static DerivedObjects objects() {
        var kinds = new EnumMap<DerivedKind, Modalities>(DerivedKind.class);
        for (var kind : DerivedKind.values()) {
            kinds.put(kind, new Modalities(Set.of("ALL"), Set.of("ALL")));
        }
        return new DerivedObjects(
                new DerivedChoice(
                        kinds, new PictureChoice(3), SegmentationCoding.BINARY, Form.DEFLATED, 32),
                new MakingDevice("1"));
    }

    @Test
    void several_at_once_come_to_what_one_after_the_other_come_to() throws Exception {
        var scans = scans(new Random(99), 44);
        try (var one = new Truck("one")) {
            for (var event : scans) {
                one.stage.process(event);
            }
            var inputs =
                    one.left().lines(one.ledger).values().stream()
                            .flatMap(List::stream)
                            .flatMap(line -> line.assessed().triage().inputs().stream())
                            .toList();
            // Or nothing of this would hang on the order.
            assertThat(inputs).contains("unusual", "not-enough-alike");

            comesToTheSame(one, scans, 1, 2, false);
            comesToTheSame(one, scans, 2, 3, true);
            comesToTheSame(one, scans, 3, 8, false);
        }
    }

    private void comesToTheSame(
            Truck one,
            List<Event<InstanceDeidentified>> scans,
            int seed,
            int atOnce,
            boolean wrongGuesses)
            throws Exception {
        var random = new Random(seed);
        var waits = scans.stream().map(_ -> random.nextInt(8_000_000)).toList();
        var guesses = scans.stream().map(_ -> random.nextInt(12)).toList();
        try (var several = new Truck("several-" + seed);
                var turns =
                        new ScansInTurn(
                                several.stage::kind,
                                (event, ahead, opened) -> {
                                    // Work of very different lengths, before and behind the header.
                                    int at = scans.indexOf(event);
                                    LockSupport.parkNanos(waits.get(at));
                                    var prepared =
                                            several.stage.prepare(
                                                    event,
                                                    wrongGuesses ? guesses.get(at) : ahead,
                                                    opened);
                                    LockSupport.parkNanos(waits.get(waits.size() - 1 - at));
                                    return prepared;
                                },
                                several.stage::finish,
                                atOnce,
                                _ -> false)) {
            all(turns, scans);

            several.left().isAsOf(one.left());
            assertThat(several.left().lines(several.ledger))
                    .isEqualTo(one.left().lines(one.ledger));
            assertThat(several.left().learned()).isEqualTo(one.left().learned());
        }
    }

    @Test
    void a_fault_of_the_disk_keeps_the_place_of_its_scan() throws Exception {
        var scans = scans(new Random(5), 20);
        try (var one = new Truck("one");
                var several = new Truck("several")) {
            for (var event : scans) {
                one.stage.process(event);
            }
            var failed = ConcurrentHashMap.<Event<?>>newKeySet();
            try (var turns =
                    new ScansInTurn(
                            several.stage::kind,
                            (event, ahead, opened) -> {
                                if (scans.indexOf(event) % 5 == 2 && failed.add(event)) {
                                    throw new IOException("the disk is full");
                                }
                                return several.stage.prepare(event, ahead, opened);
                            },
                            (event, prepared) -> {
                                if (scans.indexOf(event) % 7 == 3 && failed.add(event)) {
                                    throw new IOException("the disk is full");
                                }
                                return several.stage.finish(event, prepared);
                            },
                            3,
                            _ -> false)) {
                all(turns, scans);
            }

            assertThat(failed).isNotEmpty();
            several.left().isAsOf(one.left());
            assertThat(several.left().lines(several.ledger))
                    .isEqualTo(one.left().lines(one.ledger));
            assertThat(several.left().learned()).isEqualTo(one.left().learned());
        }
    }

    @Test
    void quick_scans_have_their_verdict_while_giants_are_still_being_read() throws Exception {
        var giants = new ArrayList<Event<InstanceDeidentified>>();
        for (int i = 0; i < 3; i++) {
            // Of the modality of the quick ones, and of another kind.
            var set = Images.enhancedCt(3, 40, 40);
            set.putString(Tag.ProtocolName, VR.LO, "Perfusion");
            giants.add(event(UUID.randomUUID(), set, "CT", "2.25.7" + i, "1", 500L << 20));
        }
        var quick = new ArrayList<Event<InstanceDeidentified>>();
        for (int i = 0; i < 20; i++) {
            quick.add(event(UUID.randomUUID(), Images.ctSlice(48, 48, i), "CT", "2.25.80", "1", 0));
        }
        var release = new CountDownLatch(1);
        try (var truck = new Truck("truck");
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                var turns =
                        new ScansInTurn(
                                truck.stage::kind,
                                (event, ahead, opened) ->
                                        truck.stage.prepare(
                                                event,
                                                ahead,
                                                kind -> {
                                                    opened.accept(kind);
                                                    if (giants.contains(event)) {
                                                        awaitUninterruptibly(release);
                                                    }
                                                }),
                                truck.stage::finish,
                                2,
                                _ -> false)) {
            var giant = begin(threads, turns, giants);
            for (var done : begin(threads, turns, quick)) {
                assertThat(done.get(LONG.toSeconds(), TimeUnit.SECONDS))
                        .isEqualTo(Outcome.SEGMENTED);
            }
            assertThat(giant).noneMatch(Future::isDone);

            release.countDown();
            for (var done : giant) {
                done.get(LONG.toSeconds(), TimeUnit.SECONDS);
            }
            assertThat(truck.ledger.size()).isEqualTo(23);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void all(ScansInTurn turns, List<Event<InstanceDeidentified>> scans)
            throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : begin(threads, turns, scans)) {
                done.get(LONG.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }

    private static List<Future<Outcome>> begin(
            ExecutorService threads, ScansInTurn turns, List<Event<InstanceDeidentified>> scans)
            throws InterruptedException {
        var done = new ArrayList<Future<Outcome>>();
        for (var event : scans) {
            var turn = turns.join();
            Callable<Outcome> work =
                    () -> {
                        try (turn) {
                            while (true) {
                                try {
                                    turns.await(turn, event);
                                    return turns.work(turn, event);
                                } catch (IOException e) {
                                    // As the taker of records does, which waits a while.
                                }
                            }
                        }
                    };
            done.add(threads.submit(work));
        }
        return done;
    }

    /** Scans of three studies and as many kinds, with repeats, corrections and broken ones. */
    private List<Event<InstanceDeidentified>> scans(Random random, int many) throws IOException {
        var scans = new ArrayList<Event<InstanceDeidentified>>();
        for (int i = 0; i < many; i++) {
            String study = "2.25.3" + random.nextInt(3);
            var id = new UUID(0x4000L, i);
            switch (random.nextInt(8)) {
                case 0 -> {
                    var spec =
                            new BreastPhantom.Spec(i, i % 2 == 0, i % 4 < 2, 0.1 * (i % 6), false);
                    scans.add(event(id, BreastPhantom.of(spec).dataSet(), "MG", study, "9", 0));
                }
                case 1 -> scans.add(event(id, Images.multiFrame(2, 40, 40), "OT", study, "8", 0));
                case 2 -> {
                    // Far from its kind: noisy, or another size.
                    var odd = Phantom.discs("CT", 40, 40, i, new int[] {24, 1500, 3000}, 200);
                    scans.add(event(id, odd.dataSet(), "CT", study, "1", 0));
                }
                case 3 -> scans.add(broken(id, study));
                default ->
                        scans.add(event(id, Images.ctSlice(44, 44, i), "CT", study, "" + i % 2, 0));
            }
            if (i % 9 == 4) {
                scans.add(scans.get(random.nextInt(scans.size())));
            }
            if (i % 11 == 5) {
                scans.add(event(id, Images.ctSlice(36, 36, 500 + i), "CT", study, "1", 0));
            }
        }
        return scans;
    }

    private Event<InstanceDeidentified> broken(UUID id, String study) throws IOException {
        Path file = deidentified.resolve(id + ".broken");
        Files.write(file, new byte[] {1, 2, 3});
        return event(id, file, "CT", study, "1", 3);
    }

    private Event<InstanceDeidentified> event(
            UUID id, DataSet set, String modality, String study, String series, long told)
            throws IOException {
        Path file = Phantom.write(deidentified, set);
        return event(id, file, modality, study, series, told == 0 ? Files.size(file) : told);
    }

    private Event<InstanceDeidentified> event(
            UUID id, Path file, String modality, String study, String series, long told)
            throws IOException {
        String sha256 = Sha256.of(file);
        var uids = new InstanceUids(study, study + "." + series, "2.25.13");
        var data =
                new InstanceDeidentified(
                        new VerifiedCopy(
                                new CleanInstance(id, "TRUCK1", uids),
                                "scanner-1",
                                "1.2.840.10008.5.1.4.1.1.2",
                                modality,
                                new CleanFile(file.getFileName().toString(), sha256, told),
                                ObjectKey.of("TRUCK1", "undated", uids),
                                null),
                        "1.2.840.10008.1.2.1");
        return new Event<>(
                Event.idOf(id.toString(), "test", sha256),
                "/trucks/TRUCK1/test",
                1,
                "test",
                null,
                data);
    }
}

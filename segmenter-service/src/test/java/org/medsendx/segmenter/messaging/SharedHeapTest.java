package org.medsendx.segmenter.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.outbox.Outbox;
import org.medsendx.segmenter.Images;
import org.medsendx.segmenter.derived.MadeOf;
import org.medsendx.segmenter.pipeline.AssessLimits;
import org.medsendx.segmenter.pipeline.ScanAssessor;
import org.medsendx.segmenter.storage.DerivedFiles;
import org.medsendx.segmenter.storage.ScanLedger;
import org.medsendx.segmenter.turns.Room;

/** A heap that a neighbour has for itself for a while, which its header did not say. */
class SharedHeapTest {

    private static final String HEAP = "-Xmx96m";

    @TempDir private Path folder;

    @Test
    void a_scan_whose_neighbour_has_the_memory_is_read_when_that_has_gone() throws Exception {
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                HEAP,
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Child.class.getName(),
                                folder.toString())
                        .redirectErrorStream(true)
                        .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said).contains("the scan waits", "and is SEGMENTED");
    }

    /** What runs in the small heap. */
    static final class Child {

        private static final int BLOCK = 256 << 10;
        private static final int LEFT = 16;

        private Child() {}

        public static void main(String[] arguments) throws Exception {
            var folder = Path.of(arguments[0]);
            var scans = new TruckScans("", Files.createDirectory(folder.resolve("deidentified")));
            var derived = Files.createDirectory(folder.resolve("derived"));
            var room = Room.ofHeap();
            try (var outbox = Outbox.open(folder.resolve("outbox"), "segmenter-service");
                    var ledger = ScanLedger.open(folder.resolve("ledger"))) {
                var stage =
                        new ScanStage(
                                scans.deidentified(),
                                new DerivedFiles(derived),
                                new ScanAssessor(new AssessLimits(2_000_000, 64, 400)),
                                MadeOf.everything(),
                                outbox,
                                ledger,
                                _ -> {},
                                Duration.ZERO,
                                room);
                // Loads all code, and shows that the heap suffices for it alone.
                stage.process(scan(scans, 1));
                var event = scan(scans, 2);
                var neighbour = room.enter(0);
                var has = new ArrayList<byte[]>();
                fill(has);
                var second = new FutureTask<>(() -> stage.process(event));
                var thread = Thread.ofPlatform().start(second);
                while (thread.getState() != Thread.State.WAITING && !second.isDone()) {
                    Thread.onSpinWait();
                }
                System.out.println(second.isDone() ? "done already" : "the scan waits");
                has.clear();
                neighbour.close();
                System.out.println("and is " + second.get(30, TimeUnit.SECONDS));
            }
        }

        /** All but some, in which a header is read and no image. */
        private static void fill(ArrayList<byte[]> has) {
            try {
                while (true) {
                    has.add(new byte[BLOCK]);
                }
            } catch (OutOfMemoryError e) {
                for (int i = 0; i < LEFT; i++) {
                    has.removeLast();
                }
            }
        }

        private static Event<InstanceDeidentified> scan(TruckScans scans, int seed)
                throws IOException {
            var set = Images.ctSlice(1024, 1024, seed);
            return TruckScans.event(scans.write(set, "CT", "2.25.3" + seed), null);
        }
    }
}

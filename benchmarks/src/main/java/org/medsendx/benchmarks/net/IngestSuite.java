package org.medsendx.benchmarks.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.medsendx.benchmarks.harness.Program;
import org.medsendx.benchmarks.harness.Report;
import org.medsendx.benchmarks.harness.Settings;
import org.medsendx.benchmarks.harness.Suite;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.StorageScu;

/**
 * edge-ingest as the process it is, with a heap of 256 MB: every object forced to disk, read
 * through and in the ledger before it is answered; beside a loop that writes the same bytes to
 * files and forces each, in as many threads, beside our port with a handler that does no more than
 * this loop, and beside dcmtk's storescp, which forces nothing. They take turns; the median of the
 * rounds counts.
 */
public final class IngestSuite implements Suite {

    private static final int WARM_UP = 2;
    private static final String UID = "2.25.100000000000";
    private static final AtomicInteger UIDS = new AtomicInteger();

    /** Where the launcher says that the service lies. */
    private static final String SERVICE = "medsendx.bench.edge-ingest";

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public String what() {
        return "C-STORE into edge-ingest, beside writing and forcing the same bytes, and storescp";
    }

    @Override
    public void run(Settings settings, Report report) throws IOException, InterruptedException {
        String service = System.getProperty(SERVICE, "");
        if (!Files.exists(Path.of(service))) {
            report.absent("C-STORE with fsync", "edge-ingest", "not built");
            return;
        }
        var loads =
                List.of(
                        new Load(
                                "CT of 0.5 MB",
                                Uid.CTImageStorage,
                                512,
                                512,
                                settings.quick() ? 200 : 1000),
                        new Load(
                                "mammogram of 27 MB",
                                Uid.DigitalMammographyXRayImageStorageForPresentation,
                                3328,
                                4096,
                                settings.quick() ? 8 : 16));
        try (var ours = IngestProcess.start(settings.scratch(), Path.of(service))) {
            boolean peer = Program.works("storescp", "--version");
            var others = new ArrayList<Contender>();
            try {
                others.add(Contender.forcing(settings.scratch()));
                if (peer) {
                    others.add(Contender.dcmtk(settings.scratch(), Optional.empty()));
                }
                for (var load : loads) {
                    var files = new SentFiles(settings.scratch(), load);
                    for (int associations : new int[] {1, 4}) {
                        measure(load, files, associations, ours, others, settings, report);
                    }
                    files.delete();
                }
            } finally {
                for (var other : others) {
                    other.close();
                }
            }
        }
    }

    private record Load(String what, String sopClass, int rows, int columns, int objects) {}

    private void measure(
            Load load,
            SentFiles files,
            int associations,
            IngestProcess ours,
            List<Contender> others,
            Settings settings,
            Report report)
            throws IOException, InterruptedException {
        int rounds = settings.quick() ? 5 : 9;
        int count = 2 + others.size();
        double[][] rates = new double[count][rounds];
        var latencies = new ArrayList<Double>();
        for (int round = -WARM_UP; round < rounds; round++) {
            for (int i = 0; i < count; i++) {
                int turn = Math.floorMod(i + round, count);
                files.rename();
                double rate =
                        switch (turn) {
                            case 0 -> {
                                var took = new double[load.objects()];
                                double objects = sent(ours::open, load, files, associations, took);
                                if (round >= 0) {
                                    Arrays.stream(took).forEach(latencies::add);
                                }
                                yield objects;
                            }
                            case 1 -> written(settings.scratch(), load, files, associations);
                            default -> {
                                var other = others.get(turn - 2);
                                double objects =
                                        sent(
                                                other::open,
                                                load,
                                                files,
                                                associations,
                                                new double[load.objects()]);
                                other.clear();
                                yield objects;
                            }
                        };
                if (round >= 0) {
                    rates[turn][round] = rate;
                }
            }
        }
        String measurement =
                "%s, %d association%s"
                        .formatted(load.what(), associations, associations == 1 ? "" : "s");
        for (int i = 0; i < count; i++) {
            Arrays.sort(rates[i]);
            String who =
                    i == 0
                            ? "edge-ingest, 256 MB heap"
                            : i == 1 ? "write and fsync" : others.get(i - 2).name();
            report.add(measurement, who, rates[i][rounds / 2], "objects/s");
        }
        latencies.sort(null);
        for (int percent : new int[] {50, 99}) {
            double seconds = latencies.get((latencies.size() - 1) * percent / 100);
            report.add(
                    measurement + ", p" + percent + " of an object",
                    "edge-ingest, 256 MB heap",
                    seconds * 1000,
                    "ms");
        }
    }

    private interface Opener {
        StorageScu open(String sopClass) throws IOException;
    }

    private static double sent(
            Opener opener, Load load, SentFiles files, int associations, double[] took)
            throws IOException, InterruptedException {
        var open = new ArrayList<StorageScu>();
        try {
            for (int i = 0; i < associations; i++) {
                open.add(opener.open(load.sopClass()));
            }
            return rate(
                    load,
                    associations,
                    (thread, index) -> {
                        long begun = System.nanoTime();
                        var status =
                                open.get(thread)
                                        .store(
                                                files.file(index),
                                                files.dataSetPosition,
                                                load.sopClass(),
                                                files.uid(index),
                                                Uid.ExplicitVRLittleEndian);
                        took[index] = (System.nanoTime() - begun) / 1e9;
                        if (status.isEmpty() || !status.get().success()) {
                            throw new IOException("not stored");
                        }
                    });
        } finally {
            for (var scu : open) {
                scu.close();
            }
        }
    }

    private static double written(Path scratch, Load load, SentFiles files, int threads)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(scratch, "written");
        byte[] bytes = Files.readAllBytes(files.file(0));
        double rate =
                rate(
                        load,
                        threads,
                        (thread, index) -> {
                            try (var out =
                                    FileChannel.open(
                                            folder.resolve("" + index),
                                            StandardOpenOption.CREATE_NEW,
                                            StandardOpenOption.WRITE)) {
                                var buffer = ByteBuffer.wrap(bytes);
                                while (buffer.hasRemaining()) {
                                    out.write(buffer);
                                }
                                out.force(true);
                            }
                        });
        for (int i = 0; i < load.objects(); i++) {
            Files.delete(folder.resolve("" + i));
        }
        return rate;
    }

    private interface Work {
        void on(int thread, int index) throws IOException;
    }

    private static double rate(Load load, int threads, Work work)
            throws IOException, InterruptedException {
        var senders = new ArrayList<Callable<Void>>();
        for (int t = 0; t < threads; t++) {
            int thread = t;
            senders.add(() -> {
                for (int i = thread; i < load.objects(); i += threads) {
                    work.on(thread, i);
                }
                return null;
            });
        }
        long begun = System.nanoTime();
        try (var pool = Executors.newFixedThreadPool(threads)) {
            for (var one : pool.invokeAll(senders)) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
        return load.objects() / ((System.nanoTime() - begun) / 1e9);
    }

    /** One file for each object, under a UID of its own that its data set has too. */
    private static final class SentFiles {

        private final List<Path> all = new ArrayList<>();
        private final String[] uids;
        private final long dataSetPosition;
        private final long uidPosition;

        SentFiles(Path scratch, Load load) throws IOException {
            Path folder = Files.createTempDirectory(scratch, "sent");
            var first =
                    Instance.write(
                            folder.resolve("0.dcm"),
                            load.sopClass(),
                            UID,
                            load.rows(),
                            load.columns());
            dataSetPosition = first.dataSetPosition();
            uidPosition = position(Files.readAllBytes(first.file()), (int) dataSetPosition);
            for (int i = 0; i < load.objects(); i++) {
                Path file = folder.resolve(i + ".dcm");
                if (i > 0) {
                    Files.copy(first.file(), file);
                }
                all.add(file);
            }
            uids = new String[load.objects()];
        }

        private static int position(byte[] bytes, int from) throws IOException {
            byte[] uid = UID.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            for (int i = from; i + uid.length < bytes.length; i++) {
                if (Arrays.equals(bytes, i, i + uid.length, uid, 0, uid.length)) {
                    return i;
                }
            }
            throw new IOException("no UID");
        }

        /** Gives each another UID, of the same length. */
        void rename() throws IOException {
            for (int i = 0; i < uids.length; i++) {
                uids[i] = "2.25.%d".formatted(100_000_000_000L + UIDS.incrementAndGet());
                try (var channel = FileChannel.open(all.get(i), StandardOpenOption.WRITE)) {
                    channel.write(
                            ByteBuffer.wrap(
                                    uids[i].getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                            uidPosition);
                }
            }
        }

        Path file(int index) {
            return all.get(index);
        }

        String uid(int index) {
            return uids[index];
        }

        void delete() throws IOException {
            for (Path file : all) {
                Files.delete(file);
            }
        }
    }
}

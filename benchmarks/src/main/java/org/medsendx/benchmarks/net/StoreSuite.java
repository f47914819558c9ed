package org.medsendx.benchmarks.net;

import java.io.IOException;
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
 * C-STORE into files without fsync: our node and dcmtk's tuned storescp, each a process of its own,
 * called by the same SCU (ours, in this process), plain and over TLS. The contenders take turns and
 * the median of the rounds counts; associations are open before the clock starts, and files are
 * deleted between rounds, outside the clock.
 */
public final class StoreSuite implements Suite {

    static final String AE_TITLE = "BENCH_NODE";
    static final int MAX_PDU = 128 << 10;

    private static final int WARM_UP = 3;

    private static final AtomicInteger UIDS = new AtomicInteger();

    @Override
    public String name() {
        return "net";
    }

    @Override
    public String what() {
        return "C-STORE into files beside dcmtk storescp, plain and TLS";
    }

    @Override
    public void run(Settings settings, Report report) throws IOException, InterruptedException {
        var ct = Instance.write(settings.scratch().resolve("ct.dcm"), Uid.CTImageStorage, 512, 512);
        var mammogram =
                Instance.write(
                        settings.scratch().resolve("mg.dcm"),
                        Uid.DigitalMammographyXRayImageStorageForPresentation,
                        3328,
                        4096);
        var security =
                new Contender.Security(
                        Keys.make(settings.scratch(), "node"),
                        Keys.make(settings.scratch(), "caller"));
        for (boolean tls : new boolean[] {false, true}) {
            var with = tls ? Optional.of(security) : Optional.<Contender.Security>empty();
            List<Contender> contenders = new ArrayList<>();
            try {
                contenders.add(Contender.ours(settings.scratch(), with));
                boolean peer = Program.works("storescp", "--version");
                if (peer) {
                    contenders.add(Contender.dcmtk(settings.scratch(), with));
                }
                int more = settings.quick() ? 1 : 2;
                String how = tls ? ", TLS" : "";
                for (int associations : new int[] {1, 4}) {
                    for (var load :
                            List.of(
                                    new Load("CT of 0.5 MB", ct, 200 * more, associations),
                                    new Load(
                                            "mammogram of 27 MB",
                                            mammogram,
                                            8 * more,
                                            associations))) {
                        measure(load, how, contenders, settings, report);
                    }
                }
                if (!peer) {
                    report.absent(
                            "C-STORE" + (tls ? ", TLS" : ""), "dcmtk storescp", "not installed");
                }
            } finally {
                for (var contender : contenders) {
                    contender.close();
                }
            }
        }
    }

    /** What is sent in one round of one measurement. */
    private record Load(String what, Instance instance, int objects, int associations) {}

    private static void measure(
            Load load, String how, List<Contender> contenders, Settings settings, Report report)
            throws IOException, InterruptedException {
        int rounds = settings.quick() ? 5 : 9;
        double[][] rates = new double[contenders.size()][rounds];
        double[] cpu = new double[contenders.size()];
        for (int round = -WARM_UP; round < rounds; round++) {
            for (int i = 0; i < contenders.size(); i++) {
                // Who was first in the last round is last in this one.
                int turn = Math.floorMod(i + round, contenders.size());
                double before = contenders.get(turn).cpuSeconds();
                double rate = rate(contenders.get(turn), load);
                if (round >= 0) {
                    rates[turn][round] = rate;
                    cpu[turn] += contenders.get(turn).cpuSeconds() - before;
                }
            }
        }
        int associations = load.associations();
        String measurement =
                "%s, %d association%s%s"
                        .formatted(load.what(), associations, associations == 1 ? "" : "s", how);
        for (int i = 0; i < contenders.size(); i++) {
            Arrays.sort(rates[i]);
            report.add(measurement, contenders.get(i).name(), rates[i][rounds / 2], "objects/s");
        }
        for (int i = 0; i < contenders.size(); i++) {
            if (cpu[i] > 0) {
                report.add(
                        measurement + ", of the node's CPU",
                        contenders.get(i).name(),
                        rounds * load.objects() / cpu[i],
                        "objects/CPU s");
            }
        }
    }

    private static double rate(Contender contender, Load load)
            throws IOException, InterruptedException {
        var instance = load.instance();
        int associations = load.associations();
        List<StorageScu> open = new ArrayList<>();
        try {
            for (int i = 0; i < associations; i++) {
                open.add(contender.open(instance.sopClass()));
            }
            List<Callable<Void>> senders = new ArrayList<>();
            for (var scu : open) {
                senders.add(() -> {
                    for (int i = 0; i < load.objects() / associations; i++) {
                        send(scu, instance);
                    }
                    return null;
                });
            }
            long begun = System.nanoTime();
            try (var pool = Executors.newFixedThreadPool(associations)) {
                for (var sent : pool.invokeAll(senders)) {
                    sent.get();
                }
            } catch (ExecutionException e) {
                throw new IOException(contender.name(), e);
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            for (var scu : open) {
                scu.close();
            }
            open.clear();
            if (contender.clear() != load.objects()) {
                throw new IOException(contender.name() + " did not keep all files");
            }
            return load.objects() / seconds;
        } finally {
            for (var scu : open) {
                scu.close();
            }
        }
    }

    private static void send(StorageScu scu, Instance instance) throws IOException {
        var status =
                scu.store(
                        instance.file(),
                        instance.dataSetPosition(),
                        instance.sopClass(),
                        "2.25.77." + UIDS.incrementAndGet(),
                        Uid.ExplicitVRLittleEndian);
        if (status.isEmpty() || !status.get().success()) {
            throw new IOException("not stored");
        }
    }
}

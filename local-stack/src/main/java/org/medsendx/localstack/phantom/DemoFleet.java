package org.medsendx.localstack.phantom;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.medsendx.localstack.phantom.DemoScan.Kind;
import org.medsendx.localstack.send.InputFile;
import org.medsendx.localstack.stack.Source;

/**
 * Five trucks with one scanner each over eight weeks. All make the same kinds of scans of different
 * patients; from the fourth week on, the gain of one scanner rises by {@value #DRIFT_PER_WEEK} a
 * week. Some inputs are malformed on purpose. The same seed gives the same scans.
 */
public final class DemoFleet {

    static final double DRIFT_PER_WEEK = 0.02;

    private static final int TRUCKS = 5;
    private static final int DAYS = 56;
    private static final int FIRST_DAY_OF_DRIFT = 21;
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 3, 2);

    private final long seed;
    private final int scans;

    public DemoFleet(long seed, int scans) {
        this.seed = seed;
        this.scans = scans;
    }

    /** The scanner whose gain drifts; which one it is depends on the seed. */
    public String driftingScanner() {
        return scanner(drifting());
    }

    private int drifting() {
        return 1 + (int) Math.floorMod(seed * 7 + 2, (long) TRUCKS);
    }

    /** The trucks' calling AE titles, for edge-ingest's configuration. */
    public List<Source> sources() {
        var sources = new ArrayList<Source>();
        for (int truck = 1; truck <= TRUCKS; truck++) {
            sources.add(new Source(aeTitle(truck), truck(truck), scanner(truck)));
        }
        return sources;
    }

    private static String aeTitle(int truck) {
        return "TRUCK" + truck + "_MODALITY";
    }

    private static String truck(int truck) {
        return "TRUCK" + truck;
    }

    private static String scanner(int truck) {
        return "scanner-" + truck;
    }

    /** All scans in the order of their days. */
    public List<DemoScan> plan() {
        var plan = new ArrayList<DemoScan>();
        int perTruck = scans / TRUCKS;
        for (int i = 0; i < perTruck; i++) {
            int day = (int) ((long) i * DAYS / perTruck);
            for (int truck = 1; truck <= TRUCKS; truck++) {
                double gain =
                        truck == drifting() && day >= FIRST_DAY_OF_DRIFT
                                ? 1 + DRIFT_PER_WEEK * (1 + (day - FIRST_DAY_OF_DRIFT) / 7)
                                : 1;
                plan.add(
                        new DemoScan(
                                plan.size(),
                                Kind.values()[i % Kind.values().length],
                                truck(truck),
                                scanner(truck),
                                FIRST_DAY.plusDays(day),
                                gain));
            }
        }
        return plan;
    }

    /**
     * The pixels of a scan; {@code shrink} 1 is the full size, 4 a quarter of it in each direction.
     */
    public Phantom pixels(DemoScan scan, int shrink) {
        var random = new SplittableRandom(seed * 1_000_003L + scan.number());
        return switch (scan.kind()) {
            case CT_CHEST -> CtPhantom.of(512 / shrink, random, scan.gain());
            case MAMMOGRAPHY ->
                    MammographyPhantom.of(1024 / shrink, 832 / shrink, random, scan.gain());
            case DX_CHEST -> DxPhantom.of(768 / shrink, 640 / shrink, random, scan.gain());
        };
    }

    /**
     * Writes all files of the demo.
     *
     * @return the inputs, each with the AE title of its truck
     */
    public List<InputFile> write(Path folder) throws IOException {
        var inputs =
                new ArrayList<>(
                        plan().stream().parallel().map(scan -> write(folder, scan)).toList());
        addMalformed(folder, inputs);
        return inputs;
    }

    private InputFile write(Path folder, DemoScan scan) {
        var kind = scan.kind().name().toLowerCase(Locale.ROOT);
        var name = "%s/%s_%s_%04d.dcm".formatted(scan.truck(), scan.day(), kind, scan.number());
        var file = folder.resolve(name);
        try {
            Files.createDirectories(file.getParent());
            DemoFile.write(file, scan, pixels(scan, 1), seed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new InputFile(
                file, name, aeTitle(Integer.parseInt(scan.truck().substring("TRUCK".length()))));
    }

    private void addMalformed(Path folder, List<InputFile> inputs) throws IOException {
        var first = Files.readAllBytes(inputs.getFirst().file());
        add(folder, inputs, "malformed/empty.dcm", new byte[0]);
        add(
                folder,
                inputs,
                "malformed/notes.txt",
                "not a scan\n".getBytes(StandardCharsets.US_ASCII));
        add(
                folder,
                inputs,
                "malformed/cut-off.dcm",
                Arrays.copyOf(Files.readAllBytes(inputs.get(1).file()), 40_000));
        add(folder, inputs, "malformed/sent-twice.dcm", first);
        var changed = first.clone();
        changed[changed.length - 1] ^= 1;
        add(folder, inputs, "malformed/same-uid-other-pixels.dcm", changed);
    }

    private static void add(Path folder, List<InputFile> inputs, String name, byte[] bytes)
            throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        inputs.add(new InputFile(file, name, aeTitle(1)));
    }
}

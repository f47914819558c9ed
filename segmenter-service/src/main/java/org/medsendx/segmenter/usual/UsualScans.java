package org.medsendx.segmenter.usual;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.Stratum;
import org.medsendx.journal.Journal;

/**
 * What is usual for each kind of scan on this truck. A kind is a scanner and a {@link
 * Stratum#fineId() stratum with all its parts}; where too few of it were seen, the scanner's scans
 * of the same {@link Stratum#id() key} stand in for it, and where those are too few as well, all
 * scanners' of that key.
 *
 * <p>A scan is learned when its outcome is on disk, by a line in a journal of its own, so that a
 * restart goes on where it was. Memory and journal are bounded: so many scans of a kind, so many
 * kinds. Medians bear a share of bad scans; scans that are to be taken again are not learned.
 *
 * <p>Thread safe.
 */
@SuppressWarnings("EnumOrdinal") // places in an array of this life; the journal has names
public final class UsualScans implements AutoCloseable {

    /** The spread is no less than this share of the median: values that hardly ever differ. */
    private static final double LEAST_SPREAD = 0.01;

    /** So many scans of the truck's own say whether the fleet's kind is its own. */
    private static final int LEAST_OWN = 5;

    private static final ArrayDeque<Line> NONE = new ArrayDeque<>();
    private static final int SLACK = 2000;
    private static final int MOST_CODES = 3;

    private final UsualLimits limits;
    private final FleetUsual fleet;
    private final @Nullable Journal journal;
    // By key; the key that was learned last is the last, as after a start.
    private final Map<String, ArrayDeque<Line>> kinds = new LinkedHashMap<>();
    private int lines;

    private UsualScans(UsualLimits limits, FleetUsual fleet, @Nullable Journal journal) {
        this.limits = limits;
        this.fleet = fleet;
        this.journal = journal;
    }

    /** One that remembers nothing past its life. */
    public static UsualScans inMemory(UsualLimits limits) {
        return new UsualScans(limits, FleetUsual.nothing(), null);
    }

    /** Opens or creates what was learned in a folder. */
    public static UsualScans open(Path folder, UsualLimits limits) throws IOException {
        return open(folder, limits, FleetUsual.nothing());
    }

    /**
     * Opens or creates what was learned in a folder.
     *
     * @param fleet what stands in where too little was learned
     */
    public static UsualScans open(Path folder, UsualLimits limits, FleetUsual fleet)
            throws IOException {
        var journal = Journal.open(folder);
        var scans = new UsualScans(limits, fleet, journal);
        try {
            journal.replay(0, (record, _) -> scans.remember(Line.read(record)));
        } catch (IOException | RuntimeException e) {
            journal.close();
            throw e;
        }
        return scans;
    }

    /** How far a scan is from those of its kind. */
    public synchronized Unusualness distance(String scanner, Stratum stratum, Features features) {
        var all = kinds.getOrDefault(stratum.id(), NONE);
        var alike = alike(all, scanner, stratum.fineId());
        var scan = values(features);
        return alike.size() < limits.leastScans()
                ? byFleet(alike, stratum, scan)
                : distance(alike, scan);
    }

    /** Learns a scan; when this returns it is on disk. */
    public synchronized void learn(String scanner, Stratum stratum, Features features)
            throws IOException {
        var line = new Line(stratum.id(), stratum.fineId(), scanner, values(features));
        if (journal != null) {
            journal.append(line.bytes());
        }
        remember(line);
        if (journal != null && journal.size() - journal.first() > 2L * lines + SLACK) {
            journal.compact(
                    kinds.values().stream().flatMap(ArrayDeque::stream).map(Line::bytes).toList());
        }
    }

    /** How many scans are remembered. */
    public synchronized int size() {
        return lines;
    }

    private void remember(Line line) {
        var known = kinds.remove(line.key);
        var kind = known == null ? new ArrayDeque<Line>() : known;
        kinds.put(line.key, kind);
        kind.addLast(line);
        lines++;
        if (kind.size() > limits.keptScans()) {
            kind.removeFirst();
            lines--;
        }
        if (kinds.size() > limits.kinds()) {
            var eldest = kinds.entrySet().iterator();
            lines -= eldest.next().getValue().size();
            eldest.remove();
        }
    }

    private List<Line> alike(ArrayDeque<Line> all, String scanner, String fine) {
        var same =
                all.stream().filter(l -> l.scanner.equals(scanner) && l.fine.equals(fine)).toList();
        if (same.size() >= limits.leastScans()) {
            return same;
        }
        var near = all.stream().filter(l -> l.scanner.equals(scanner)).toList();
        return near.size() >= limits.leastScans() ? near : List.copyOf(all);
    }

    private Unusualness distance(List<Line> alike, double[] scan) {
        var seen = new Seen();
        for (var feature : UsualFeature.values()) {
            double value = scan[feature.ordinal()];
            double[] known = known(alike, feature);
            if (!Double.isFinite(value) || known.length < limits.leastScans()) {
                continue;
            }
            double middle = median(known);
            double spread =
                    1.4826 * median(Arrays.stream(known).map(v -> Math.abs(v - middle)).toArray());
            seen.add(feature, value, middle, spread);
        }
        return new Unusualness(alike.size(), true, false, seen.greatest, seen.codes());
    }

    /**
     * What the fleet calls usual, where too few were seen here. A feature in which the scans that
     * were seen lie as a whole where the fleet's do not is not compared: the kind is another here.
     */
    private Unusualness byFleet(List<Line> alike, Stratum stratum, double[] scan) {
        var seen = new Seen();
        boolean compared = false;
        for (var feature : UsualFeature.values()) {
            double value = scan[feature.ordinal()];
            var place = fleet.place(stratum, feature);
            if (place == null || !Double.isFinite(value)) {
                continue;
            }
            double[] own = known(alike, feature);
            if (own.length >= LEAST_OWN
                    && distance(median(own), place.location(), place.scale()) >= limits.from()) {
                continue;
            }
            compared = true;
            seen.add(feature, value, place.location(), place.scale());
        }
        return compared
                ? new Unusualness(alike.size(), true, true, seen.greatest, seen.codes())
                : Unusualness.notEnough(alike.size());
    }

    private static double[] known(List<Line> alike, UsualFeature feature) {
        return alike.stream()
                .mapToDouble(line -> line.values[feature.ordinal()])
                .filter(Double::isFinite)
                .toArray();
    }

    private double distance(double value, double middle, double spread) {
        double least = Math.max(spread, LEAST_SPREAD * Math.abs(middle));
        if (least > 0) {
            return Math.abs(value - middle) / least;
        }
        return value == middle ? 0 : 2 * limits.from();
    }

    /** The features of one scan: the greatest distance, and those that lie far. */
    private final class Seen {

        private record Far(String feature, double distance) {}

        private final List<Far> far = new ArrayList<>();
        private double greatest;

        void add(UsualFeature feature, double value, double middle, double spread) {
            double distance = distance(value, middle, spread);
            greatest = Math.max(greatest, distance);
            if (distance >= limits.from()) {
                far.add(new Far(feature.label() + (value > middle ? "-high" : "-low"), distance));
            }
        }

        List<String> codes() {
            return far.stream()
                    .sorted(Comparator.comparingDouble(Far::distance).reversed())
                    .limit(MOST_CODES)
                    .map(Far::feature)
                    .toList();
        }
    }

    private static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : 0.5 * (sorted[half - 1] + sorted[half]);
    }

    private static double[] values(Features features) {
        return Arrays.stream(UsualFeature.values()).mapToDouble(f -> f.of(features)).toArray();
    }

    @Override
    public synchronized void close() throws IOException {
        if (journal != null) {
            journal.close();
        }
    }

    /** A learned scan; in the journal its values by name, so that features may come and go. */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    private record Line(String key, String fine, String scanner, double[] values) {

        byte[] bytes() {
            var root = EventCodec.JSON.createObjectNode();
            root.put("key", key).put("kind", fine).put("scanner", scanner);
            var named = root.putObject("values");
            for (var feature : UsualFeature.values()) {
                if (Double.isFinite(values[feature.ordinal()])) {
                    named.put(feature.label(), values[feature.ordinal()]);
                }
            }
            try {
                return EventCodec.JSON.writeValueAsBytes(root);
            } catch (IOException e) {
                throw new IllegalStateException("a learned scan is plain data", e);
            }
        }

        static Line read(byte[] record) {
            try {
                var root = EventCodec.JSON.readTree(record);
                var values = new double[UsualFeature.values().length];
                for (var feature : UsualFeature.values()) {
                    var value = root.path("values").path(feature.label());
                    values[feature.ordinal()] = value.isNumber() ? value.asDouble() : Double.NaN;
                }
                return new Line(
                        root.path("key").asText(),
                        root.path("kind").asText(),
                        root.path("scanner").asText(),
                        values);
            } catch (IOException e) {
                throw new IllegalStateException("a learned scan cannot be read");
            }
        }
    }
}

package org.medsendx.segmenter.usual;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * restart goes on where it was. The line names that of the ledger, so that what was cut off in
 * between is learned later, and nothing twice. Memory and journal are bounded: so many scans of a
 * kind, so many kinds. Medians bear a share of bad scans; scans that are to be taken again are not
 * learned.
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

    /** No line of the ledger: of an earlier version, or of another ledger. */
    private static final long UNKNOWN = -1;

    private static final String NEXT = "next";

    private final UsualLimits limits;
    private final FleetUsual fleet;
    private final @Nullable Journal journal;
    // By key; the key that was learned last is the last, as after a start.
    private final Map<String, ArrayDeque<Line>> kinds = new LinkedHashMap<>();
    private int lines;

    /** The line of the ledger from which on nothing was learned. */
    private long next = UNKNOWN;

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
            journal.replay(0, (record, _) -> scans.apply(record));
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

    /**
     * Index in the ledger of the first line of which nothing was learned. Where that is not known,
     * or is beyond the ledger, which is another one then, it begins behind all lines.
     *
     * @param ledger how many lines the ledger has
     * @throws IOException when it is not known and cannot be written down
     */
    public synchronized long next(long ledger) throws IOException {
        if (next == UNKNOWN || next > ledger) {
            if (journal != null) {
                journal.append(Line.next(ledger));
            }
            begin(ledger);
        }
        return next;
    }

    /**
     * Learns a scan; when this returns it is on disk. One of a line that was learned, or that lies
     * before such a one, is not learned again.
     *
     * @param line index of its line in the ledger
     */
    public synchronized void learn(long line, String scanner, Stratum stratum, Features features)
            throws IOException {
        if (line < next) {
            return;
        }
        var learned = new Line(stratum.id(), stratum.fineId(), scanner, values(features), line);
        if (journal != null) {
            journal.append(learned.bytes());
        }
        remember(learned);
        if (journal != null && journal.size() - journal.first() > 2L * lines + SLACK) {
            journal.compact(live());
        }
    }

    private List<byte[]> live() {
        var live = new ArrayList<byte[]>();
        kinds.values().forEach(kind -> kind.forEach(line -> live.add(line.bytes())));
        if (next != UNKNOWN) {
            live.add(Line.next(next));
        }
        return live;
    }

    private void apply(byte[] record) {
        var root = parsed(record);
        if (root.has(NEXT)) {
            begin(root.path(NEXT).asLong());
            return;
        }
        var line = Line.read(root);
        // A compaction that was cut off leaves what counts twice.
        var kind = kinds.getOrDefault(line.key, NONE);
        if (line.at == UNKNOWN || kind.stream().noneMatch(known -> known.at == line.at)) {
            remember(line);
        }
    }

    /** Goes on with a line of the ledger. What was learned of later ones is of another ledger. */
    private void begin(long line) {
        for (var kind : kinds.values()) {
            var known = List.copyOf(kind);
            kind.clear();
            known.forEach(one -> kind.add(one.at < line ? one : one.of(UNKNOWN)));
        }
        next = line;
    }

    /** How many scans are remembered. */
    public synchronized int size() {
        return lines;
    }

    private void remember(Line line) {
        // Known from a record that says so on, until a line names none.
        next = next == UNKNOWN || line.at == UNKNOWN ? UNKNOWN : Math.max(next, line.at + 1);
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

    /**
     * A learned scan; in the journal its values by name, so that features may come and go.
     *
     * @param at index of its line in the ledger
     */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    private record Line(String key, String fine, String scanner, double[] values, long at) {

        Line of(long other) {
            return new Line(key, fine, scanner, values, other);
        }

        /** A record that says with which line of the ledger it goes on. */
        static byte[] next(long line) {
            return written(EventCodec.JSON.createObjectNode().put(NEXT, line));
        }

        byte[] bytes() {
            var root = EventCodec.JSON.createObjectNode();
            root.put("key", key).put("kind", fine).put("scanner", scanner);
            if (at != UNKNOWN) {
                root.put("line", at);
            }
            var named = root.putObject("values");
            for (var feature : UsualFeature.values()) {
                if (Double.isFinite(values[feature.ordinal()])) {
                    named.put(feature.label(), values[feature.ordinal()]);
                }
            }
            return written(root);
        }

        static Line read(JsonNode root) {
            var values = new double[UsualFeature.values().length];
            for (var feature : UsualFeature.values()) {
                var value = root.path("values").path(feature.label());
                values[feature.ordinal()] = value.isNumber() ? value.asDouble() : Double.NaN;
            }
            return new Line(
                    root.path("key").asText(),
                    root.path("kind").asText(),
                    root.path("scanner").asText(),
                    values,
                    root.path("line").asLong(UNKNOWN));
        }

        private static byte[] written(ObjectNode root) {
            try {
                return EventCodec.JSON.writeValueAsBytes(root);
            } catch (IOException e) {
                throw new IllegalStateException("a learned scan is plain data", e);
            }
        }
    }

    private static JsonNode parsed(byte[] record) {
        try {
            return EventCodec.JSON.readTree(record);
        } catch (IOException e) {
            throw new IllegalStateException("a learned scan cannot be read");
        }
    }
}

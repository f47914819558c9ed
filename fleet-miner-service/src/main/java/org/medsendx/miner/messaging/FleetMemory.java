package org.medsendx.miner.messaging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.deidentified.FleetSummary.Received;
import org.medsendx.miner.daily.ScannerDays;
import org.medsendx.miner.finding.ScannerFile;
import org.medsendx.miner.reviews.ScannerReviews;
import org.medsendx.miner.sequence.ReceivedNumbers.Count;
import org.medsendx.miner.statistics.Marker;

/**
 * What the second stage knows: in memory to work with, and in stores with logs so that a successor
 * knows the same.
 */
final class FleetMemory {

    /** Writers' streams that are told of; those that came last. */
    private static final int MOST_STREAMS = 2000;

    /** Before the name of a part of a stream of decisions; those of features begin with a digit. */
    static final String OUTCOMES = "outcomes/";

    /** Before the name of a truck; no scanner's has such a character. */
    private static final String TRUCK = "truck/";

    private final Map<String, ScannerDays> days = new HashMap<>();
    private final Map<String, ScannerReviews> reviews = new HashMap<>();
    private final Map<String, ScannerFile> files = new HashMap<>();
    private final Map<String, Said> said = new HashMap<>();
    private final TreeMap<String, Count> counts = new TreeMap<>();

    private final KeyValueStore<String, byte[]> dayStore;
    private final KeyValueStore<String, byte[]> reviewStore;
    private final KeyValueStore<String, byte[]> fileStore;
    private final KeyValueStore<String, byte[]> saidStore;
    private final KeyValueStore<String, byte[]> countStore;

    FleetMemory(ProcessorContext<?, ?> context) {
        dayStore = context.getStateStore(FleetTopology.DAYS);
        reviewStore = context.getStateStore(FleetTopology.DECIDED);
        fileStore = context.getStateStore(FleetTopology.FILES);
        saidStore = context.getStateStore(FleetTopology.SAID);
        countStore = context.getStateStore(FleetTopology.COUNTS);
        each(dayStore, (scanner, value) -> days.put(scanner, ScannerDays.read(value)));
        each(reviewStore, (scanner, value) -> reviews.put(scanner, ScannerReviews.read(value)));
        each(fileStore, (id, value) -> files.put(id, Stored.read(value, ScannerFile.class)));
        each(saidStore, (id, value) -> said.put(id, Stored.read(value, Said.class)));
        each(countStore, (id, value) -> counts.put(id, Stored.read(value, Count.class)));
    }

    private static void each(
            KeyValueStore<String, byte[]> store, BiConsumer<String, byte[]> taker) {
        try (var all = store.all()) {
            all.forEachRemaining(entry -> taker.accept(entry.key, entry.value));
        }
    }

    Map<String, ScannerDays> days() {
        return days;
    }

    /** Keeps a scanner's days; whether they are other ones than before. */
    boolean days(String scanner, byte[] value) {
        if (Arrays.equals(value, dayStore.get(scanner))) {
            return false;
        }
        days.put(scanner, ScannerDays.read(value));
        dayStore.put(scanner, value);
        return true;
    }

    Map<String, ScannerReviews> reviews() {
        return reviews;
    }

    /**
     * Keeps what was decided about a scanner's scans; nothing when that is forgotten.
     *
     * @return whether that is something else than before
     */
    boolean reviews(String scanner, byte[] value) {
        if (value.length == 0) {
            reviewStore.delete(scanner);
            return reviews.remove(scanner) != null;
        }
        if (Arrays.equals(value, reviewStore.get(scanner))) {
            return false;
        }
        reviews.put(scanner, ScannerReviews.read(value));
        reviewStore.put(scanner, value);
        return true;
    }

    /** Forgets a scanner, and what people did about it: their actions stay on their topic. */
    void forget(String scanner) {
        days.remove(scanner);
        files.remove(scanner);
        said.remove(scanner);
        dayStore.delete(scanner);
        fileStore.delete(scanner);
        saidStore.delete(scanner);
    }

    ScannerFile file(String scanner) {
        var file = files.get(scanner);
        return file == null ? ScannerFile.empty(scanner) : file;
    }

    /** Keeps a file; the same one again costs nothing. */
    @SuppressWarnings("ReferenceEquality") // a file that did not change is the same object
    void file(ScannerFile file) {
        if (file(file.scanner()) != file && !file.isEmpty()) {
            files.put(file.scanner(), file);
            fileStore.put(file.scanner(), Stored.write(file));
        }
    }

    /** What was found about a truck, and what people did about it. */
    ScannerFile truckFile(String truck) {
        return file(TRUCK + truck);
    }

    /** Forgets a truck, as {@link #forget} does a scanner. */
    void forgetTruck(String truck) {
        files.remove(TRUCK + truck);
        fileStore.delete(TRUCK + truck);
    }

    Said said(String scanner) {
        return said.getOrDefault(scanner, Said.NOTHING);
    }

    void said(String scanner, Said now) {
        if (!now.equals(said.put(scanner, now))) {
            saidStore.put(scanner, Stored.write(now));
        }
    }

    /** How much of a stream came by one partition; null when that has ended. */
    void count(String part, byte @Nullable [] value) {
        if (value == null) {
            counts.remove(part);
            countStore.delete(part);
        } else {
            counts.put(part, Stored.read(value, Count.class));
            countStore.put(part, value);
        }
    }

    /** What people told of scanners, for the analysis. */
    List<Marker> markers() {
        var markers = new ArrayList<Marker>();
        for (var file : files.values()) {
            if (file.scanner().startsWith(TRUCK)) {
                continue;
            }
            for (var mark : file.marks()) {
                markers.add(new Marker(file.scanner(), mark.day(), kind(mark.kind()), mark.kind()));
            }
        }
        return markers;
    }

    private static Marker.Kind kind(String code) {
        return Marker.Kind.valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    long openFindings() {
        return files.values().stream()
                .flatMap(file -> file.findings().stream().map(file::life))
                .filter(life -> life.state().unresolved())
                .count();
    }

    /** Which events of which writer arrived, over all partitions. */
    List<Received> streams() {
        var whole = new TreeMap<String, Count>();
        counts.forEach((part, count) -> whole.merge(stream(part), count, Count::and));
        return whole.entrySet().stream()
                .sorted(
                        Map.Entry.<String, Count>comparingByValue(
                                        (a, b) -> b.seen().compareTo(a.seen()))
                                .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_STREAMS)
                .sorted(Map.Entry.comparingByKey())
                .map(stream -> {
                    var name = stream.getKey().split(" ", -1);
                    return new Received(
                            name[0],
                            name[1],
                            name[2],
                            stream.getValue().received(),
                            stream.getValue().missing());
                })
                .toList();
    }

    /**
     * Source, epoch and topic of a part, which has its partition first; none of them has a space.
     */
    private static String stream(String part) {
        var topic =
                part.startsWith(OUTCOMES)
                        ? DeidentifiedTopic.SCANS_OUTCOMES
                        : DeidentifiedTopic.SCANS_FEATURES;
        return part.substring(part.indexOf(' ') + 1) + ' ' + topic.topicName();
    }
}

package org.medsendx.outbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * How far into a log one writer got: the last event of it that each partition acknowledged. A log
 * that still has these at their places has everything that the writer sent before them, because a
 * log loses its tail or all of it, never its middle (what retention deletes at its head was there).
 *
 * @param places at most one for each partition
 */
public record LogMark(List<Place> places) {

    /** Of a writer that has sent nothing yet. */
    public static final LogMark NOTHING = new LogMark(List.of());

    public LogMark {
        places = List.copyOf(places);
        if (places.stream().map(LogMark::partition).distinct().count() != places.size()) {
            throw new IllegalArgumentException("two places in one partition");
        }
    }

    /**
     * Where one event is.
     *
     * @param log which life of the topic it is: cluster id and topic id, which are others after the
     *     broker was wiped or the topic was made again
     * @param offset from 0
     * @param eventId the event's CloudEvents id
     */
    public record Place(String log, String topic, int partition, long offset, String eventId) {
        public Place {
            if (partition < 0 || offset < 0) {
                throw new IllegalArgumentException("a place is counted from 0");
            }
        }
    }

    /**
     * How long a partition is.
     *
     * @param end the offset that comes after its last record
     */
    public record End(String log, String topic, int partition, long end) {
        public End {
            if (partition < 0 || end < 0) {
                throw new IllegalArgumentException("an end is counted from 0");
            }
        }
    }

    private record Partition(String topic, int number) {}

    private static Partition partition(Place place) {
        return new Partition(place.topic(), place.partition());
    }

    /** This mark after more events were acknowledged, given in the order of the acknowledgement. */
    public LogMark after(List<Place> acknowledged) {
        var all = new LinkedHashMap<Partition, Place>();
        places.forEach(place -> all.put(partition(place), place));
        acknowledged.forEach(place -> all.put(partition(place), place));
        var sorted = new ArrayList<>(all.values());
        sorted.sort(Comparator.comparing(Place::topic).thenComparing(Place::partition));
        return new LogMark(sorted);
    }
}

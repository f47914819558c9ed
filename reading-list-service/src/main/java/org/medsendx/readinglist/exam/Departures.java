package org.medsendx.readinglist.exam;

import java.util.EnumMap;
import java.util.Map;

/**
 * Exams that left the list, so that none does in silence.
 *
 * @param counts since the start, each pair of reason and kind
 */
public record Departures(Map<Reason, Map<Kind, Long>> counts) {

    /** Why an exam left. */
    public enum Reason {
        /** It was there for as long as exams are kept. */
        AGE,
        /** There was no room for more. */
        ROOM
    }

    /** What left. */
    public enum Kind {
        /** Urgent, and nobody on the truck had decided about it. */
        URGENT_OPEN,
        /** Nobody on the truck had decided about it. */
        OPEN,
        /** The truck had decided. */
        REVIEWED
    }

    static Departures none() {
        var counts = new EnumMap<Reason, Map<Kind, Long>>(Reason.class);
        for (var reason : Reason.values()) {
            var kinds = new EnumMap<Kind, Long>(Kind.class);
            for (var kind : Kind.values()) {
                kinds.put(kind, 0L);
            }
            counts.put(reason, Map.copyOf(kinds));
        }
        return new Departures(Map.copyOf(counts));
    }

    static Kind kind(ExamSummary exam) {
        return exam.reviewed() != Reviewed.OPEN
                ? Kind.REVIEWED
                : exam.urgent() ? Kind.URGENT_OPEN : Kind.OPEN;
    }

    Departures with(Reason reason, ExamSummary exam) {
        var more = new EnumMap<Reason, Map<Kind, Long>>(counts);
        var kinds = new EnumMap<Kind, Long>(Kind.class);
        kinds.putAll(of(reason));
        kinds.merge(kind(exam), 1L, Long::sum);
        more.put(reason, Map.copyOf(kinds));
        return new Departures(Map.copyOf(more));
    }

    private Map<Kind, Long> of(Reason reason) {
        return counts.getOrDefault(reason, Map.of());
    }

    /** How many for one reason. */
    public long count(Reason reason, Kind kind) {
        return of(reason).getOrDefault(kind, 0L);
    }

    /** All that left for one reason. */
    public long count(Reason reason) {
        return of(reason).values().stream().mapToLong(Long::longValue).sum();
    }
}

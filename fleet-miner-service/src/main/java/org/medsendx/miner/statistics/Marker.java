package org.medsendx.miner.statistics;

import java.time.LocalDate;
import java.util.Objects;

/**
 * Something that people said about a scanner.
 *
 * @param scanner the scanner
 * @param day the day it holds for, or from
 * @param note why, in the words of who said it
 */
public record Marker(String scanner, LocalDate day, Kind kind, String note) {

    /** What was said. */
    public enum Kind {
        /** A visit; shown on charts. */
        SERVICE,
        /** A new software version; shown on charts. */
        SOFTWARE,
        /** A planned phantom test: that day is not judged. */
        PHANTOM,
        /** The baseline stays what it was that day; later scans teach it nothing. */
        FREEZE,
        /** A new beginning from that day: what was before is forgotten. */
        RELEARN,
        /** Back from service: a new beginning from that day. */
        RETURN_TO_SERVICE
    }

    public Marker {
        Objects.requireNonNull(scanner, "scanner");
        Objects.requireNonNull(day, "day");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(note, "note");
    }
}

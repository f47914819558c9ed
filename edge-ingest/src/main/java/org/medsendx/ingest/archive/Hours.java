package org.medsendx.ingest.archive;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * Hours of the day in which originals may leave the truck; without any it is always so.
 *
 * @param zone whose clock counts
 */
public record Hours(List<Span> spans, ZoneId zone) {

    public Hours {
        spans = List.copyOf(spans);
    }

    /**
     * From a minute on until before another; over midnight when that is the earlier one.
     *
     * @param from the first that counts
     * @param until the first that does not
     */
    public record Span(LocalTime from, LocalTime until) {
        public Span {
            if (from.equals(until)) {
                throw new IllegalArgumentException("a span of no time");
            }
        }

        boolean has(LocalTime time) {
            boolean after = !time.isBefore(from);
            boolean before = time.isBefore(until);
            return from.isBefore(until) ? after && before : after || before;
        }
    }

    /**
     * Reads {@code 20:00-06:00} and the like.
     *
     * @throws IllegalArgumentException one is no span
     */
    public static Hours parse(List<String> texts, ZoneId zone) {
        var spans = new ArrayList<Span>();
        for (String text : texts) {
            String[] ends = text.strip().split("-", -1);
            if (ends.length != 2) {
                throw new IllegalArgumentException("spans such as 20:00-06:00 are expected");
            }
            try {
                spans.add(
                        new Span(
                                LocalTime.parse(ends[0].strip()),
                                LocalTime.parse(ends[1].strip())));
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("spans such as 20:00-06:00 are expected", e);
            }
        }
        return new Hours(spans, zone);
    }

    /** Whether they may leave then. */
    public boolean has(Instant moment) {
        var time = moment.atZone(zone).toLocalTime();
        return spans.isEmpty() || spans.stream().anyMatch(span -> span.has(time));
    }
}

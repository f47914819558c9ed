package org.medsendx.readinglist.web;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.medsendx.readinglist.exam.Departures;
import org.medsendx.readinglist.exam.ExamList.Totals;
import org.medsendx.readinglist.exam.Freshness;
import org.medsendx.readinglist.intake.Outcome;

/**
 * What every page has around its content.
 *
 * @param asOf of when the list is, in words
 * @param notCurrent what is to be said when it is not the present; empty when it is
 * @param notices what else whoever reads the list has to know
 * @param refreshes whether the page asks for itself again
 * @param signsOut whether there is a session to end
 */
public record Frame(
        String title,
        String asOf,
        String notCurrent,
        List<String> notices,
        boolean refreshes,
        boolean signsOut) {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    static Frame of(
            String title,
            Freshness.Now now,
            Totals totals,
            Map<Outcome, Long> refused,
            boolean refreshes,
            boolean signsOut) {
        return new Frame(
                title,
                now.state() == Freshness.State.CURRENT
                        ? "as of " + clock(now.asOf())
                        : "NOT CURRENT",
                notCurrent(now),
                notices(now, totals, refused),
                refreshes,
                signsOut);
    }

    private static String clock(@Nullable Instant at) {
        return at == null ? "" : CLOCK.format(at);
    }

    private static String notCurrent(Freshness.Now now) {
        return switch (now.state()) {
            case CURRENT -> "";
            case READING ->
                    "What the trucks have told is still being read, or cannot be read: exams are"
                            + " missing, and urgent ones may be among them.";
            case STALE ->
                    "Since %s nobody can say whether there is more: the broker, or one of its"
                                    .formatted(clock(now.asOf()))
                            + " partitions, does not answer. Urgent exams may be missing.";
        };
    }

    private static List<String> notices(
            Freshness.Now now, Totals totals, Map<Outcome, Long> refused) {
        var notices = new ArrayList<String>();
        var left = totals.departures();
        var room = Departures.Reason.ROOM;
        if (left.count(room) > 0) {
            notices.add(
                    "There was no room for %s: %d urgent ones that no truck has decided about, %d others of these, %d decided about."
                            .formatted(
                                    exams(left.count(room)),
                                    left.count(room, Departures.Kind.URGENT_OPEN),
                                    left.count(room, Departures.Kind.OPEN),
                                    left.count(room, Departures.Kind.REVIEWED)));
        }
        long old = left.count(Departures.Reason.AGE, Departures.Kind.URGENT_OPEN);
        if (old > 0) {
            notices.add(
                    "%s that no truck has decided about left the list because of age."
                            .formatted(urgent(old)));
        }
        if (now.missed() > 0) {
            notices.add(
                    "%d events were deleted by the broker before they were read here."
                            .formatted(now.missed()));
        }
        long count = refused.values().stream().mapToLong(Long::longValue).sum();
        if (count > 0) {
            notices.add(
                    "%d records were passed by: %s."
                            .formatted(
                                    count,
                                    refused.entrySet().stream()
                                            .map(one -> one.getKey().code() + " " + one.getValue())
                                            .collect(Collectors.joining(", "))));
        }
        return notices;
    }

    private static String exams(long count) {
        return count == 1 ? "one exam" : count + " exams";
    }

    private static String urgent(long count) {
        return count == 1 ? "One urgent exam" : count + " urgent exams";
    }
}

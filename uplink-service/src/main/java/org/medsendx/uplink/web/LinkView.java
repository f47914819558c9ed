package org.medsendx.uplink.web;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.medsendx.uplink.bandwidth.Bandwidth;
import org.medsendx.uplink.bandwidth.LinkState;
import org.medsendx.uplink.telemetry.UplinkStatus;

/** The state of the link in words, for the page. */
public record LinkView(UplinkStatus status, Bandwidth.Decision decision, Instant now) {

    private static final double MBIT = 125_000;
    private static final int DAYS_FROM_HOURS = 48;

    private LinkState link() {
        return status.link();
    }

    public String waiting() {
        return link().waitingObjects() == 0
                ? "Nothing waits."
                : objects(link().waitingObjects(), link().waitingBytes());
    }

    public String urgent() {
        return link().urgentObjects() == 0
                ? "none"
                : objects(link().urgentObjects(), link().urgentBytes());
    }

    public String oldest() {
        Instant oldest = link().oldest();
        return oldest == null ? "-" : lasting(Duration.between(oldest, now));
    }

    public String rate() {
        Long rate = link().bytesPerSecond();
        return rate == null ? "nothing has gone yet" : rate(rate);
    }

    public String limit() {
        Long limit = link().limitBytesPerSecond();
        return limit == null ? "none" : limit == 0 ? "closed" : rate(limit);
    }

    public String left() {
        Long seconds = link().secondsLeft();
        return seconds == null
                ? "nobody knows: nothing has gone yet"
                : seconds == 0 ? "-" : lasting(Duration.ofSeconds(seconds));
    }

    public String sent() {
        return size(link().sentThisMonth()) + " since " + link().monthBegan();
    }

    public String plan() {
        Long plan = link().planBytes();
        Long left = link().planLeft();
        return plan == null || left == null ? "no plan" : size(left) + " of " + size(plan);
    }

    /**
     * A destination beside the bucket.
     *
     * @param state how it stands, in words
     */
    public record Other(String name, String state) {}

    /** The destinations beside the bucket, and those that are configured no more. */
    public List<Other> others() {
        var others = new ArrayList<Other>();
        for (var one : status.destinations()) {
            others.add(new Other(one.name(), state(one)));
        }
        status.removed()
                .forEach((name, left) ->
                        others.add(
                                new Other(name, "configured no more; " + left + " wait for it")));
        return others;
    }

    private static String state(UplinkStatus.Destination one) {
        var parts = new ArrayList<String>();
        parts.add(one.backlog() == 0 ? "nothing waits" : one.backlog() + " wait");
        if (one.unconfirmed() > 0) {
            parts.add(one.unconfirmed() + " sent and not confirmed yet");
        }
        if (!one.parked().isEmpty()) {
            parts.add(one.parked().size() + " refused");
        }
        if (one.waitingFor() != null) {
            parts.add("all wait for it: " + one.waitingFor());
        }
        return String.join(", ", parts);
    }

    /** What people should know first. */
    public List<String> notices() {
        var notices = new ArrayList<String>();
        String fault = status.waitingFor();
        if (fault != null) {
            notices.add("All wait for the store: " + fault + ".");
        }
        String limited = limited();
        if (limited != null) {
            notices.add(
                    limited
                            + (link().urgentGo()
                                    ? " Urgent objects still go."
                                    : " Urgent ones wait too."));
        }
        return notices;
    }

    private @Nullable String limited() {
        String closed = link().closedBecause();
        if ("data-plan-used-up".equals(closed)) {
            return "The data plan is used up: what waits goes when its month begins anew.";
        }
        if ("hour-closed".equals(closed)) {
            return "The link is closed at this time of the day.";
        }
        Long left = link().planLeft();
        return left == null || left >= link().waitingBytes()
                ? null
                : "More waits than the data plan has left: "
                        + size(link().waitingBytes() - left)
                        + " will go when its month begins anew.";
    }

    public String decided() {
        Instant at = decision.at();
        return at == null
                ? "as the configuration has it"
                : "since "
                        + DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT)
                                .format(at.atZone(ZoneId.of(decision.limits().zone())))
                        + " by "
                        + decision.by();
    }

    private static String objects(long objects, long bytes) {
        return String.format(Locale.ROOT, "%,d", objects)
                + (objects == 1 ? " object, " : " objects, ")
                + size(bytes);
    }

    static String size(long bytes) {
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.0f kB", bytes / 1e3)
                : bytes < 1_000_000_000
                        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                        : String.format(Locale.ROOT, "%,.2f GB", bytes / 1e9);
    }

    private static String rate(long bytesPerSecond) {
        return String.format(Locale.ROOT, "%.2f Mbit/s", bytesPerSecond / MBIT);
    }

    static String lasting(Duration time) {
        long minutes = Math.max(1, time.toMinutes());
        return time.toHours() >= DAYS_FROM_HOURS
                ? time.toDays() + " days " + time.toHoursPart() + " h"
                : minutes >= 60 ? minutes / 60 + " h " + minutes % 60 + " min" : minutes + " min";
    }
}

package org.medsendx.contracts.deidentified;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;

/**
 * The whole fleet at a moment. It is said again while nothing changes, so a summary that is old
 * means that nobody analyses, and that no status is current.
 *
 * @param analysedAt when
 * @param day the UTC day it was made on
 * @param scanners how many scanners are known
 * @param outliers how many of them differ
 * @param openFindings findings that are not resolved
 * @param shifts what moved on most scanners together, and is no scanner's fault
 * @param streams which events of which truck have arrived
 */
public record FleetSummary(
        Instant analysedAt,
        LocalDate day,
        int scanners,
        int outliers,
        int openFindings,
        List<Shift> shifts,
        List<Received> streams)
        implements FleetPayload {

    public FleetSummary {
        Objects.requireNonNull(analysedAt, "analysedAt");
        Objects.requireNonNull(day, "day");
        shifts = List.copyOf(shifts);
        streams = List.copyOf(streams);
        if (scanners < 0 || outliers < 0 || openFindings < 0) {
            throw new IllegalArgumentException("a count is not negative");
        }
    }

    /**
     * A feature that moved on most scanners together.
     *
     * @param feature the feature
     * @param effect how far, with its 95 % interval
     * @param since when
     * @param moved how many scanners moved
     * @param of how many were looked at
     */
    public record Shift(String feature, FleetEffect effect, FleetSince since, int moved, int of) {
        public Shift {
            Objects.requireNonNull(feature, "feature");
            Objects.requireNonNull(effect, "effect");
            Objects.requireNonNull(since, "since");
            if (moved < 0 || of < moved) {
                throw new IllegalArgumentException("not more than all scanners move");
            }
        }
    }

    /**
     * The events of one topic of one life of one writer.
     *
     * @param source the writer, such as {@code /trucks/T1/uplink-service}
     * @param epoch the life of its outbox
     * @param events the topic; null where an earlier miner does not say it
     * @param received different events that arrived
     * @param missing numbers below the highest that have not arrived: on their way, or lost
     */
    public record Received(
            String source, String epoch, @Nullable String events, long received, long missing) {
        public Received {
            if (source.isBlank()
                    || epoch.isBlank()
                    || (events != null && events.isBlank())
                    || received < 0
                    || missing < 0) {
                throw new IllegalArgumentException("a stream has a writer, and counts");
            }
        }

        /** The topic; earlier miners counted one alone. */
        public String topicName() {
            return events == null ? DeidentifiedTopic.SCANS_FEATURES.topicName() : events;
        }

        /** The truck of the writer; null when it is of none. */
        public @Nullable String truck() {
            var parts = source.split("/", -1);
            if (parts.length < 3 || !parts[1].equals("trucks")) {
                return null;
            }
            try {
                return Checks.truck(parts[2]);
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
    }

    @Override
    public DeidentifiedTopic topic() {
        return DeidentifiedTopic.FLEET_SUMMARY;
    }

    @Override
    public String key() {
        return FLEET;
    }

    @Override
    public String subject() {
        return FLEET;
    }
}

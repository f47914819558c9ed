package org.medsendx.outbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.EventCodec;
import org.medsendx.journal.AtomicFile;

/**
 * How many scans were confirmed to a scanner and are not at their end yet: counts and times only,
 * so that every service of the truck may show it. Services do not call each other; the one that
 * knows writes a small file on a volume, the others read it.
 *
 * @param asOf when it was counted
 * @param decision received, and neither released nor withheld
 * @param assessment released, and the cloud's outbox has no assessment
 * @param upload released, and not verified in the cloud
 * @param parked uploads that the store refused; a person has to look
 * @param faulty scans whose work fails again and again; a person has to look
 * @param uplinkSilentSince since when nothing was heard of the uplink, the epoch when nothing ever
 *     was, or null while it speaks; what it had taken up is counted as it last said
 * @param link how the link stood when the uplink last said so; null when it never did
 */
public record ScansWaiting(
        Instant asOf,
        For decision,
        For assessment,
        For upload,
        long parked,
        long faulty,
        @Nullable Instant uplinkSilentSince,
        @Nullable LinkNow link) {

    /** Without a word about the link. */
    public ScansWaiting(
            Instant asOf,
            For decision,
            For assessment,
            For upload,
            long parked,
            long faulty,
            @Nullable Instant uplinkSilentSince) {
        this(asOf, decision, assessment, upload, parked, faulty, uplinkSilentSince, null);
    }

    /** What is older is shown with its time. */
    static final Duration FRESH = Duration.ofMinutes(3);

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    /**
     * What waits for one thing.
     *
     * @param count scans of the last days
     * @param older scans that have waited for longer than that
     * @param oldest since when the oldest of all waits, or null when none does
     */
    public record For(long count, long older, @Nullable Instant oldest) {

        /** Nothing waits. */
        public static final For NOTHING = new For(0, 0, null);

        /** Counts. @param window how long a scan counts as one of the last days */
        public static For of(Collection<Instant> since, Instant now, Duration window) {
            Instant oldest = null;
            long older = 0;
            for (Instant one : since) {
                oldest = oldest == null || one.isBefore(oldest) ? one : oldest;
                older += one.isBefore(now.minus(window)) ? 1 : 0;
            }
            return new For(since.size() - older, older, oldest);
        }

        /** This and what waits elsewhere for the same thing. */
        public For and(For other) {
            Instant first = oldest;
            if (first == null || (other.oldest != null && other.oldest.isBefore(first))) {
                first = other.oldest;
            }
            return new For(count + other.count, older + other.older, first);
        }

        /** For how long the oldest has waited, in seconds; 0 when none waits. */
        public double seconds(Instant now) {
            return oldest == null
                    ? 0
                    : Math.max(0, Duration.between(oldest, now).toMillis()) / 1000.0;
        }
    }

    /** Writes the file; the group may read it. */
    public void write(Path file) throws IOException {
        AtomicFile.write(file, EventCodec.JSON.writeValueAsBytes(this));
        letGroupRead(file);
    }

    static void letGroupRead(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    }

    /** Reads the file; null when there is none or it cannot be read. */
    public static @Nullable ScansWaiting read(Path file) {
        try {
            return EventCodec.JSON.readValue(file.toFile(), ScansWaiting.class);
        } catch (IOException e) {
            return null;
        }
    }

    /** The line that every page shows. */
    public static String line(@Nullable ScansWaiting waiting, Instant now) {
        return waiting == null ? "Scans waiting: not known yet" : waiting.line(now);
    }

    private String line(Instant now) {
        var parts = new ArrayList<String>();
        add(parts, decision, "for a decision", now);
        add(parts, assessment, "for an assessment", now);
        add(parts, upload, "for their upload", now);
        if (parked > 0) {
            parts.add(parked + " refused by the store, a person has to look");
        }
        if (faulty > 0) {
            parts.add(faulty + " cannot be worked on, a person has to look");
        }
        String line = "Scans waiting: " + (parts.isEmpty() ? "none" : String.join(" · ", parts));
        if (Instant.EPOCH.equals(uplinkSilentSince)) {
            line += "; uplink-service has not been heard of yet";
        } else if (uplinkSilentSince != null) {
            line += "; uplink-service is silent since " + CLOCK.format(uplinkSilentSince);
        }
        return stale(now)
                ? line + " (as of " + CLOCK.format(asOf) + "; anonymizer-service is silent since)"
                : line;
    }

    /** Whether it was counted too long ago to be believed. */
    public boolean stale(Instant now) {
        return asOf.plus(FRESH).isBefore(now);
    }

    private static void add(List<String> parts, For what, String words, Instant now) {
        if (what.oldest() != null) {
            parts.add(
                    (what.count() + what.older())
                            + " "
                            + words
                            + " (oldest "
                            + age(Duration.between(what.oldest(), now))
                            + ")");
        }
    }

    private static String age(Duration age) {
        if (age.toMinutes() < 1) {
            return "under a minute";
        }
        if (age.toHours() < 2) {
            return age.toMinutes() + " min";
        }
        return age.toDays() < 2 ? age.toHours() + " h" : age.toDays() + " days";
    }
}

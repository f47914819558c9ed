package org.medsendx.ingest.tracking;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.medsendx.contracts.EventCodec;
import org.medsendx.journal.Journal;
import org.medsendx.journal.JournalIds;

/**
 * Milestones on disk. Many go into one record, so that all that came within a second costs one
 * fsync. In memory are ids of the last segment only; those of one input are found by a chain from
 * its latest record backwards. Thread safe.
 */
public final class MilestoneLog implements AutoCloseable {

    /** Some thousand milestones: what is forgotten goes in such pieces. */
    private static final long SEGMENT_BYTES = 4L << 20;

    /** So many in one record; each is some hundred bytes. */
    static final int MOST = 500;

    private static final int PAGE = 100;
    private static final long PAGE_BYTES = 4L << 20;
    private static final String LEDGER = "ledger";

    private final Journal journal;
    private final JournalIds ids;

    /**
     * A record.
     *
     * @param ledger index of the next entry of the intake's ledger to be looked at
     * @param kept what became known
     */
    public record Line(long ledger, List<Kept> kept) {
        public Line {
            kept = List.copyOf(kept);
        }
    }

    /**
     * A milestone.
     *
     * @param before the record with an earlier one of the same input, or -1
     */
    public record Kept(Milestone milestone, long before) {}

    private MilestoneLog(Journal journal) throws IOException {
        this.journal = journal;
        this.ids =
                JournalIds.open(
                        journal, (record, index, into) -> index(parse(record), index, into));
    }

    /** Opens or creates the log in a folder. */
    public static MilestoneLog open(Path folder) throws IOException {
        var journal = Journal.open(folder, SEGMENT_BYTES);
        try {
            return new MilestoneLog(journal);
        } catch (IOException | RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    private static void index(Line line, long at, JournalIds into) {
        for (var kept : line.kept()) {
            into.put(kept.milestone().id(), at);
            into.put(kept.milestone().objectId().toString(), at);
        }
        into.putNumber(LEDGER, line.ledger(), at);
    }

    /** Whether it was appended before. */
    boolean knows(Milestone milestone) {
        return ids.get(milestone.id()) >= 0;
    }

    /** Index of the next entry of the intake's ledger to be looked at. */
    long ledger() {
        Long next = ids.number(LEDGER);
        return next == null ? 0 : next;
    }

    /** Appends milestones; when this returns they are on disk. */
    void append(long ledger, List<Milestone> milestones) throws IOException {
        int from = 0;
        do {
            int to = Math.min(milestones.size(), from + MOST);
            var kept = new ArrayList<Kept>();
            for (var milestone : milestones.subList(from, to)) {
                kept.add(new Kept(milestone, ids.get(milestone.objectId().toString())));
            }
            var line = new Line(ledger, kept);
            index(line, journal.append(EventCodec.JSON.writeValueAsBytes(line)), ids);
            from = to;
        } while (from < milestones.size());
    }

    /** All that is known of an input, in the order of time; nothing when nothing is known. */
    public List<Milestone> of(UUID objectId) throws IOException {
        var found = new ArrayList<Milestone>();
        long at = ids.get(objectId.toString());
        while (at >= journal.first()) {
            var records = journal.entries(at, 1, Long.MAX_VALUE);
            if (records.isEmpty() || records.getFirst().index() != at) {
                break;
            }
            long before = -1;
            for (var kept : parse(records.getFirst().data()).kept()) {
                if (kept.milestone().objectId().equals(objectId)) {
                    found.add(kept.milestone());
                    before = Math.max(before, kept.before());
                }
            }
            // Backwards only, whatever a record says.
            at = before < at ? before : -1;
        }
        found.sort(Comparator.comparing(Milestone::at).thenComparing(Milestone::stage));
        return found;
    }

    /** Calls back with what was appended since a time, and some of before; the oldest first. */
    void replay(Instant since, Consumer<Milestone> consumer) throws IOException {
        long next = Math.max(journal.first(), journal.writtenBefore(since));
        while (true) {
            var records = journal.entries(next, PAGE, PAGE_BYTES);
            if (records.isEmpty()) {
                return;
            }
            for (var record : records) {
                parse(record.data()).kept().forEach(kept -> consumer.accept(kept.milestone()));
                next = record.index() + 1;
            }
        }
    }

    /** Forgets what was appended before a time, as far as it fills whole segments. */
    void forget(Instant before) throws IOException {
        ids.forget(journal.writtenBefore(before), (record, index, stays) -> {});
    }

    private static Line parse(byte[] record) throws IOException {
        try {
            return EventCodec.JSON.readValue(record, Line.class);
        } catch (IOException e) {
            // Jackson's message would quote the record.
            throw new IOException("a record of the milestones cannot be read");
        }
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}

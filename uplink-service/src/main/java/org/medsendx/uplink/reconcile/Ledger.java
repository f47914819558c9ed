package org.medsendx.uplink.reconcile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.medsendx.contracts.deidentified.InstanceUploaded;
import org.medsendx.journal.JournalReader.Position;
import org.medsendx.outbox.OutboxReader;

/**
 * What the uplink of a truck has verified in a bucket: its events {@code instances.uploaded.v1}, as
 * its outbox keeps them. It is read beside a service that runs, and nothing is changed. Events are
 * forgotten after {@code keep.outbox}; what was uploaded before is not known here any more.
 */
public final class Ledger {

    private static final int AT_ONCE = 500;

    private final OutboxReader outbox;
    private final String truck;
    private final String bucket;

    /**
     * @param uplinkDir the volume {@code uplink}
     */
    public Ledger(Path uplinkDir, String truck, String bucket) {
        this.outbox = new OutboxReader(uplinkDir.resolve("outbox"));
        this.truck = truck;
        this.bucket = bucket;
    }

    /**
     * An object that was verified in the bucket.
     *
     * @param sha256 in hex
     * @param bytes its size, or -1 where the event does not say it, as of reports
     */
    public record Entry(String key, String sha256, long bytes) {}

    /** Takes an entry. */
    @FunctionalInterface
    public interface Taker {
        void take(Entry entry) throws IOException, InterruptedException;
    }

    /** Whether there is a ledger. */
    public boolean exists() throws IOException {
        return !outbox.epoch().isEmpty();
    }

    /**
     * Whether events at its beginning were forgotten, so that objects may be in the bucket of which
     * it knows nothing.
     */
    public boolean forgot() throws IOException {
        var first = outbox.read(Position.START, 1);
        return !first.isEmpty() && first.getFirst().at().index() > 0;
    }

    /** The first entries that are left, at most so many. */
    public List<Entry> first(int most) throws IOException, InterruptedException {
        var first = new ArrayList<Entry>();
        for (var entry : outbox.read(Position.START, AT_ONCE)) {
            var event = entry.event();
            if (event != null && event.data() instanceof InstanceUploaded uploaded) {
                take(uploaded, first::add);
            }
        }
        return first.subList(0, Math.min(most, first.size()));
    }

    /**
     * Reads all from a place on, in the order it was uploaded.
     *
     * @return where it ends
     */
    public Position read(Position from, Taker taker) throws IOException, InterruptedException {
        Position at = from;
        while (true) {
            var entries = outbox.read(at, AT_ONCE);
            if (entries.isEmpty()) {
                return at;
            }
            for (var entry : entries) {
                var event = entry.event();
                if (event != null && event.data() instanceof InstanceUploaded uploaded) {
                    take(uploaded, taker);
                }
                at = entry.next();
            }
        }
    }

    private void take(InstanceUploaded uploaded, Taker taker)
            throws IOException, InterruptedException {
        if (!uploaded.truck().equals(truck) || !uploaded.bucket().equals(bucket)) {
            return;
        }
        taker.take(new Entry(uploaded.objectKey(), uploaded.sha256(), uploaded.bytes()));
        var report = uploaded.report();
        if (report != null) {
            taker.take(new Entry(report.key(), report.sha256(), -1));
        }
    }
}

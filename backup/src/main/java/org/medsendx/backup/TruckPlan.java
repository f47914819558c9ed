package org.medsendx.backup;

import static org.medsendx.backup.TruckVolume.DEIDENTIFIED;
import static org.medsendx.backup.TruckVolume.DERIVED;
import static org.medsendx.backup.TruckVolume.FEATURES;
import static org.medsendx.backup.TruckVolume.IDENTIFIED;
import static org.medsendx.backup.TruckVolume.UPLINK;

import java.util.List;
import java.util.Set;

/**
 * What is copied, in this order. The services may work meanwhile: an order is right when whatever a
 * file that was copied says to be done elsewhere was done, and is copied later. Then a restored
 * truck may do something again, which every stage bears, and skips nothing.
 *
 * <ol>
 *   <li>Cursors: they say that everything before them is on disk in a later stage, or in a log.
 *   <li>The uplink's jobs before its outbox: a job is done when its event is there.
 *   <li>The segmenter's ledger behind whose entries the events already are.
 *   <li>Of the border what waits for a release before the features it becomes; then the outboxes
 *       before the ledger, which decides first and tells afterwards; last the tables, which are
 *       written before anything is released.
 *   <li>Of the intake the outbox before the ledger, for the same reason.
 *   <li>Images: what a ledger names was there before, and is there until the cloud has it.
 * </ol>
 */
final class TruckPlan {

    private TruckPlan() {}

    /** How a part is copied. */
    enum Kind {
        /** The files of a folder whose names hold "cursor". */
        CURSORS,
        /** A folder and all below it, each folder as it is at one moment. */
        BOOKS,
        /** The same, file by file: written once, and perhaps deleted meanwhile. */
        IMAGES
    }

    /**
     * One step.
     *
     * @param path within the volume, empty for its root; what an earlier part had is left out
     */
    record Part(TruckVolume volume, String path, Kind kind) {}

    /** All parts in their order. */
    static final List<Part> PARTS =
            List.of(
                    new Part(UPLINK, "", Kind.CURSORS),
                    new Part(DERIVED, "segmenter", Kind.CURSORS),
                    new Part(FEATURES, "", Kind.CURSORS),
                    new Part(DEIDENTIFIED, "anonymizer", Kind.CURSORS),
                    new Part(IDENTIFIED, "anonymizer", Kind.CURSORS),
                    new Part(IDENTIFIED, "ingest", Kind.CURSORS),
                    new Part(UPLINK, "jobs", Kind.BOOKS),
                    new Part(UPLINK, "", Kind.BOOKS),
                    new Part(DERIVED, "segmenter/ledger", Kind.BOOKS),
                    new Part(DERIVED, "segmenter", Kind.BOOKS),
                    new Part(IDENTIFIED, "anonymizer/measured", Kind.BOOKS),
                    new Part(FEATURES, "", Kind.BOOKS),
                    new Part(DEIDENTIFIED, "anonymizer", Kind.BOOKS),
                    new Part(IDENTIFIED, "anonymizer/outbox", Kind.BOOKS),
                    new Part(IDENTIFIED, "anonymizer/ledger", Kind.BOOKS),
                    new Part(IDENTIFIED, "anonymizer", Kind.BOOKS),
                    new Part(IDENTIFIED, "ingest/outbox", Kind.BOOKS),
                    new Part(IDENTIFIED, "ingest/journal", Kind.BOOKS),
                    new Part(IDENTIFIED, "ingest", Kind.BOOKS),
                    new Part(DERIVED, "", Kind.IMAGES),
                    new Part(DEIDENTIFIED, "", Kind.IMAGES),
                    new Part(IDENTIFIED, "objects", Kind.IMAGES),
                    new Part(IDENTIFIED, "quarantine", Kind.IMAGES));

    /** Folders that are made anew, or that go another way: keys are backed up for themselves. */
    private static final Set<String> LEFT_OUT =
            Set.of(
                    "identified/anonymizer/keys",
                    "identified/anonymizer/work",
                    "identified/incoming");

    /**
     * Whether a file or folder is in no backup.
     *
     * @param name with its volume, such as {@code uplink/outbox/lock}
     */
    static boolean leftOut(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        return LEFT_OUT.contains(name)
                || last.equals("lock")
                || last.equals("lost+found")
                || last.startsWith(".")
                || last.endsWith(".tmp")
                || last.endsWith(".part");
    }
}

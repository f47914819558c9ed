package org.medsendx.ingest.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Sha256;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.ingest.ledger.IntakeLedger;
import org.medsendx.ingest.orders.PatientCorrection;
import org.medsendx.ingest.store.IdentifiedStore;
import org.medsendx.ingest.store.Shelf;
import org.medsendx.journal.AtomicFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds originals that the ledger has forgotten: an archive was configured after they came, or was
 * not for a while. When all that the ledger knows was taken on, the disk is looked through, and
 * what it holds beside that goes to the archive too. Not so an image whose patient was corrected:
 * after so long nobody knows that but the corrected one, which says what it stands for. One thread.
 */
final class OlderOriginals {

    private static final Logger LOG = LoggerFactory.getLogger(OlderOriginals.class);

    private static final int PAGE = 50;

    private final IdentifiedStore store;
    private final IntakeLedger ledger;
    private final ArchiveBook book;
    private final Path mark;
    private boolean done;

    /** Null until they were looked for. */
    private @Nullable Deque<UUID> found;

    private Set<String> replaced = Set.of();
    private volatile int left;
    private int notReadBefore;

    /**
     * @param folder where it writes down that it is done
     */
    OlderOriginals(Path folder, IdentifiedStore store, IntakeLedger ledger, ArchiveBook book) {
        this.store = store;
        this.ledger = ledger;
        this.book = book;
        this.mark = folder.resolve("older-taken-on");
        // What the ledger forgot without us it forgot while nothing was archived.
        this.done = Files.exists(mark) && book.next() >= ledger.first();
    }

    /** How many were found and are not taken on yet, because of the disk or of the window. */
    int left() {
        return left;
    }

    /**
     * Takes them on; to be called when all that the ledger knows was.
     *
     * @param room whether another may be under way
     * @throws IOException when the disk fails; to be called again
     */
    void look(BooleanSupplier room) throws IOException {
        if (done) {
            return;
        }
        try {
            var older = found == null ? found() : found;
            var notRead = new ArrayList<UUID>();
            while (!older.isEmpty() && room.getAsBoolean()) {
                var items = new ArrayList<ArchiveItem>();
                for (int i = 0; i < PAGE && !older.isEmpty(); i++) {
                    take(older.removeFirst(), items, notRead);
                }
                book.take(0, items);
                left = older.size() + notRead.size();
            }
            older.addAll(notRead);
            if (notRead.size() != notReadBefore) {
                notReadBefore = notRead.size();
                LOG.error("{} originals of before the ledger cannot be read", notRead.size());
            }
            if (older.isEmpty()) {
                AtomicFile.write(mark, new byte[0]);
                replaced = Set.of();
                done = true;
            }
        } catch (IOException e) {
            // Some that were taken off the list may not be written down.
            found = null;
            throw e;
        }
    }

    private Deque<UUID> found() throws IOException {
        var older = find();
        found = older;
        left = older.size();
        if (!older.isEmpty()) {
            LOG.info("{} originals are older than the ledger and are archived too", left);
        }
        return older;
    }

    private Deque<UUID> find() throws IOException {
        long looked = book.next();
        var all = store.objects();
        var unknown = new ArrayDeque<>(all.stream().filter(id -> !book.knows(id)).toList());
        if (unknown.isEmpty()) {
            return unknown;
        }
        // What came in meanwhile is the ledger's to tell of.
        var coming = new HashSet<UUID>();
        ledger.list(looked, Integer.MAX_VALUE, _ -> true)
                .forEach(one -> coming.add(one.entry().input().objectId()));
        unknown.removeIf(coming::contains);
        if (!unknown.isEmpty()) {
            var uids = new HashSet<String>();
            for (UUID id : all) {
                var header = header(id);
                if (header != null) {
                    uids.addAll(PatientCorrection.replaced(header));
                }
            }
            replaced = uids;
        }
        return unknown;
    }

    private @Nullable DataSet header(UUID id) {
        try {
            return DicomReader.read(store.path(Shelf.OBJECTS, id), ReadLimits.DEFAULT).dataSet();
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // Its message may quote the file. What cannot be read is found to be so when it is to
            // be sent.
            return null;
        }
    }

    private void take(UUID id, List<ArchiveItem> items, List<UUID> notRead) throws IOException {
        Path file = store.path(Shelf.OBJECTS, id);
        var header = replaced.isEmpty() ? null : header(id);
        String uid = header == null ? null : header.string(Tag.SOPInstanceUID);
        if (uid != null && replaced.contains(uid.strip())) {
            book.withdrawn(id);
            return;
        }
        try {
            // Of its arrival nothing is known any more: what is here is what is sent.
            items.add(new ArchiveItem(id, Sha256.of(file), Files.size(file)));
        } catch (IOException e) {
            if (Files.exists(file)) {
                notRead.add(id);
            }
        }
    }
}

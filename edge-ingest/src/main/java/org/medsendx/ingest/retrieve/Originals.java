package org.medsendx.ingest.retrieve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Sha256;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.net.StorableFile;
import org.medsendx.ingest.ledger.IntakeLedger;
import org.medsendx.ingest.store.IdentifiedStore;
import org.medsendx.ingest.store.Shelf;

/** The files of instances that are about to be sent to somebody. */
public final class Originals {

    private final IdentifiedStore store;
    private final IntakeLedger ledger;

    public Originals(IdentifiedStore store, IntakeLedger ledger) {
        this.store = store;
        this.ledger = ledger;
    }

    /**
     * What can be sent.
     *
     * @param unreadable how many of those that were wanted cannot
     */
    public record Read(List<StorableFile> files, int unreadable) {}

    /** Reads what is to be known of objects before they are sent. */
    public Read read(List<UUID> ids) {
        var files = new ArrayList<StorableFile>();
        int unreadable = 0;
        for (UUID id : ids) {
            @Nullable StorableFile file;
            try {
                file = StorableFile.read(store.path(Shelf.OBJECTS, id)).orElse(null);
            } catch (IOException | RuntimeException e) {
                // A bad sector under one must not hold up the others.
                file = null;
            }
            if (file == null) {
                unreadable++;
            } else {
                files.add(file);
            }
        }
        return new Read(files, unreadable);
    }

    /**
     * The same instance in another native transfer syntax, in a file that is to be deleted soon.
     *
     * @return empty when there is no room for it
     */
    public Optional<StorableFile> converted(StorableFile file, String transferSyntaxUid)
            throws IOException {
        if (!store.hasRoom()) {
            return Optional.empty();
        }
        Path made = store.passing();
        try {
            DicomWriter.write(
                    made,
                    new FileMeta(file.sopClassUid(), file.sopInstanceUid(), transferSyntaxUid),
                    DicomReader.read(file.path(), ReadLimits.DEFAULT).dataSet());
            return StorableFile.byItsMeta(made);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(made);
            throw e;
        }
    }

    /** The object that a file is of. */
    public UUID id(StorableFile file) {
        String name = String.valueOf(file.path().getFileName());
        return UUID.fromString(name.substring(0, name.length() - ".dcm".length()));
    }

    /**
     * Whether a file is what came in, as far as its entry is still in the ledger; what the disk has
     * changed is nobody's to have.
     */
    public boolean whole(StorableFile file) throws IOException {
        var found = ledger.find(IntakeLedger.keyOf(file.sopInstanceUid()));
        return found == null
                || !found.entry().input().objectId().equals(id(file))
                || found.entry().input().sha256().equals(Sha256.of(file.path()));
    }
}

package org.medsendx.ingest.orders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Sha256;
import org.medsendx.journal.AtomicFile;
import org.medsendx.journal.ForcedFolders;

/**
 * The files of orders that were not taken as a whole, each beside a note that says what is wrong
 * with it. Named by the digest of its bytes, so that the same file that comes again lies here once.
 * Identified data that has its end, as the orders have. Not thread safe.
 */
public final class OrderQuarantine {

    private static final String FILE = ".order";
    private static final String NOTE = ".json";

    private final Path folder;
    private final Duration keep;
    private final Clock clock;

    private OrderQuarantine(Path folder, Duration keep, Clock clock) {
        this.folder = folder;
        this.keep = keep;
        this.clock = clock;
    }

    /**
     * Opens it; the folder is made when something is put there.
     *
     * @param keep how long a file stays after it came last
     * @throws IOException when the folder cannot be read
     */
    public static OrderQuarantine open(Path folder, Duration keep, Clock clock) throws IOException {
        if (Files.isDirectory(folder)) {
            AtomicFile.removeTemporary(folder);
        }
        return new OrderQuarantine(folder, keep, clock);
    }

    /** Keeps a file and what is wrong with it; both on disk when this returns. */
    void put(byte[] bytes, OrderImport.Report report) throws IOException {
        ForcedFolders.create(folder, "rwx------");
        Instant now = clock.instant();
        String digest = Sha256.of(bytes);
        Path file = folder.resolve(digest + FILE);
        if (!Files.exists(file)) {
            AtomicFile.write(file, bytes);
        }
        Path note = folder.resolve(digest + NOTE);
        AtomicFile.write(note, EventCodec.JSON.writeValueAsBytes(new OrderInbox.Note(now, report)));
        for (var one : List.of(file, note)) {
            Files.setLastModifiedTime(one, FileTime.from(now));
        }
    }

    /** Deletes what came too long ago. @return how many files, with their notes */
    public int expire() throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        Instant before = clock.instant().minus(keep);
        int gone = 0;
        try (var files = Files.newDirectoryStream(folder, "*{" + FILE + "," + NOTE + "}")) {
            for (var file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before)
                        && Files.deleteIfExists(file)) {
                    gone++;
                }
            }
        }
        if (gone > 0) {
            AtomicFile.forceFolder(folder);
        }
        return gone;
    }
}

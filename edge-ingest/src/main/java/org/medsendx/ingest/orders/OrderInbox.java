package org.medsendx.ingest.orders;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.EventCodec;
import org.medsendx.journal.AtomicFile;

/**
 * Takes the files of orders that appear in a folder: when size and time are the same in two looks.
 * A file is removed only after all that is in it is in the book, or after it is kept in quarantine,
 * beside a file that says what is wrong with it. Names that begin with a dot, links, folders and
 * the lock of wlmscpfs are left alone. Names are identified data and go nowhere. Not thread safe.
 */
public final class OrderInbox {

    private static final String LOCK = "lockfile";

    private final Path folder;
    private final Path quarantine;
    private final OrderBook book;
    private final int largest;
    private final Map<Path, Look> seen = new HashMap<>();

    /**
     * @param folder to look into
     * @param quarantine for what was not taken as a whole, on the volume {@code identified}
     * @param largest file that is read, bytes
     */
    public OrderInbox(Path folder, Path quarantine, OrderBook book, int largest) {
        this.folder = folder;
        this.quarantine = quarantine;
        this.book = book;
        this.largest = largest;
    }

    private record Look(long size, FileTime modified) {}

    /** How a file is now, or null when it is gone again. */
    private static @Nullable Look look(Path file) {
        try {
            var attributes =
                    Files.readAttributes(
                            file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return new Look(attributes.size(), attributes.lastModifiedTime());
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * What stands in quarantine beside the file.
     *
     * @param at when it was put there
     * @param report what of it was taken and what was not
     */
    public record Note(Instant at, OrderImport.Report report) {}

    /**
     * What one look did.
     *
     * @param reports of the files that were taken or put in quarantine
     * @param waiting files that are not stable yet, or that cannot be read or removed
     */
    public record Scan(List<OrderImport.Report> reports, int waiting) {}

    /**
     * Looks once.
     *
     * @throws IOException the volume fails; the files are still there for the next look
     */
    public Scan scan() throws IOException {
        var present = new TreeMap<Path, Look>();
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                String name = String.valueOf(file.getFileName());
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        && !name.startsWith(".")
                        && !name.equals(LOCK)) {
                    @Nullable Look look = look(file);
                    if (look != null) {
                        present.put(file, look);
                    }
                }
            }
        }
        seen.keySet().retainAll(present.keySet());
        var reports = new ArrayList<OrderImport.Report>();
        int waiting = 0;
        for (var file : present.entrySet()) {
            if (!file.getValue().equals(seen.put(file.getKey(), file.getValue()))) {
                waiting++;
                continue;
            }
            byte[] bytes;
            try (InputStream in =
                    Files.newInputStream(
                            file.getKey(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
                bytes = in.readNBytes(largest + 1);
            } catch (IOException e) {
                waiting++;
                continue;
            }
            if (!file.getValue().equals(look(file.getKey()))) {
                waiting++;
                continue;
            }
            if (take(file.getKey(), bytes, reports)) {
                seen.remove(file.getKey());
            } else {
                waiting++;
            }
        }
        return new Scan(reports, waiting);
    }

    /** Takes one. @return false when it could not be removed and will be taken again */
    private boolean take(Path file, byte[] bytes, List<OrderImport.Report> reports)
            throws IOException {
        OrderImport.Report report;
        if (bytes.length > largest) {
            var taker = new OrderImport.Taker();
            taker.refuse(OrderProblem.TOO_LARGE, "");
            report = taker.report(0, 0);
        } else {
            report = OrderImport.into(book, bytes);
        }
        reports.add(report);
        if (!report.whole()) {
            String id = UUID.randomUUID().toString();
            Files.createDirectories(quarantine.toAbsolutePath().getParent());
            AtomicFile.createPrivateFolder(quarantine);
            // Of one that is too large, what was read of it: the rest is nothing to look at.
            AtomicFile.write(quarantine.resolve(id + ".order"), bytes);
            AtomicFile.write(
                    quarantine.resolve(id + ".json"),
                    EventCodec.JSON.writeValueAsBytes(new Note(Instant.now(), report)));
        }
        try {
            Files.deleteIfExists(file);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}

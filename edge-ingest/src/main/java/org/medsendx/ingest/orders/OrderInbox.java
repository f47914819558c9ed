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
import org.jspecify.annotations.Nullable;

/**
 * Takes the files of orders that appear in a folder: when size and time are the same in two looks.
 * A file is removed only after all that is in it is in the book, or after it is kept in quarantine,
 * beside a file that says what is wrong with it. One that is too large stays where it is, for a
 * person to split. Names that begin with a dot, links, folders and the lock of wlmscpfs are left
 * alone. Names are identified data and go nowhere. Not thread safe.
 */
public final class OrderInbox {

    private static final String LOCK = "lockfile";

    private final Path folder;
    private final OrderQuarantine quarantine;
    private final OrderBook book;
    private final int largest;
    private final Map<Path, Look> seen = new HashMap<>();

    /** What was taken and could not be removed: to take it again could bring back old orders. */
    private final Map<Path, Look> left = new HashMap<>();

    /**
     * @param folder to look into
     * @param quarantine for what was not taken as a whole
     * @param largest file that is read, bytes
     */
    public OrderInbox(Path folder, OrderQuarantine quarantine, OrderBook book, int largest) {
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
     * @param waiting files that are not stable yet, that cannot be read or removed, or are too
     *     large
     * @param tooLarge how many of them are larger than may be read
     */
    public record Scan(List<OrderImport.Report> reports, int waiting, int tooLarge) {}

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
        left.keySet().retainAll(present.keySet());
        var reports = new ArrayList<OrderImport.Report>();
        int waiting = 0;
        int tooLarge = 0;
        for (var file : present.entrySet()) {
            if (!file.getValue().equals(seen.put(file.getKey(), file.getValue()))) {
                waiting++;
                continue;
            }
            if (file.getValue().size() > largest) {
                waiting++;
                tooLarge++;
                continue;
            }
            if (file.getValue().equals(left.get(file.getKey()))) {
                waiting += remove(file.getKey()) ? 0 : 1;
                continue;
            }
            byte[] bytes;
            try (InputStream in =
                    Files.newInputStream(
                            file.getKey(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
                bytes = in.readNBytes(largest);
            } catch (IOException e) {
                waiting++;
                continue;
            }
            if (!file.getValue().equals(look(file.getKey()))) {
                waiting++;
                continue;
            }
            reports.add(take(bytes));
            if (!remove(file.getKey())) {
                left.put(file.getKey(), file.getValue());
                waiting++;
            }
        }
        return new Scan(reports, waiting, tooLarge);
    }

    /** Takes one; all of it is on disk when this returns. */
    private OrderImport.Report take(byte[] bytes) throws IOException {
        var report = OrderImport.into(book, bytes);
        if (!report.whole()) {
            quarantine.put(bytes, report);
        }
        return report;
    }

    private boolean remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            return false;
        }
        seen.remove(file);
        left.remove(file);
        return true;
    }
}

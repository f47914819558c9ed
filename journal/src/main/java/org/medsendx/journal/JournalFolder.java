package org.medsendx.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of a journal: a lock, segments, and a base that names the first record that is still
 * needed (without it that is record 0). Segments before the base are leftovers of a deletion that
 * was cut off. Not thread safe.
 */
final class JournalFolder implements AutoCloseable {

    private static final String BASE = "base";

    private final Path folder;
    private final FileChannel lock;

    private JournalFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Takes the folder for this process; it is created when it is not there.
     *
     * @throws IOException when another one has it
     */
    static JournalFolder take(Path folder) throws IOException {
        ForcedFolders.create(folder);
        var channel =
                FileChannel.open(
                        folder.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return new JournalFolder(folder, channel);
            }
        } catch (OverlappingFileLockException e) {
            // Held by this very process: the same answer.
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new IOException("the journal is in use by another process or owner");
    }

    /** Opens all segments in order, at least one, and deletes leftovers. */
    List<Segment> openSegments() throws IOException {
        var segments = new ArrayList<Segment>();
        try {
            long base = base();
            var paths = withoutLeftovers(segmentFiles(), base);
            long next = base;
            for (int i = 0; i < paths.size(); i++) {
                var segment = Segment.open(paths.get(i), i == paths.size() - 1);
                segments.add(segment);
                if (segment.first() != next) {
                    throw missing(next);
                }
                next = segment.next();
            }
            if (segments.isEmpty()) {
                if (base > 0) {
                    throw missing(base);
                }
                segments.add(create(0));
            }
            return segments;
        } catch (IOException e) {
            for (var segment : segments) {
                segment.close();
            }
            throw e;
        }
    }

    private static IOException missing(long record) {
        return new IOException("a journal segment is missing before record " + record);
    }

    /** Begins a segment. */
    Segment create(long first) throws IOException {
        return Segment.create(folder, first);
    }

    /** From now on nothing before this record counts; when it returns that survives a power cut. */
    void moveBase(long first) throws IOException {
        AtomicFile.write(folder.resolve(BASE), (first + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** A file beside the segment of this first record, which goes when the segment goes. */
    Path beside(long first, String suffix) {
        return folder.resolve("%020d%s".formatted(first, suffix));
    }

    /** A file of the whole journal. */
    Path file(String name) {
        return folder.resolve(name);
    }

    private List<Path> segmentFiles() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().endsWith(Segment.SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    private long base() throws IOException {
        Path file = folder.resolve(BASE);
        if (!Files.exists(file)) {
            return 0;
        }
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (NumberFormatException e) {
            throw new IOException("the base of a journal cannot be read", e);
        }
    }

    private static List<Path> withoutLeftovers(List<Path> paths, long base) throws IOException {
        var kept = new ArrayList<Path>();
        for (Path path : paths) {
            if (Segment.firstOf(path) < base) {
                Segment.delete(path);
            } else {
                kept.add(path);
            }
        }
        return kept;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}

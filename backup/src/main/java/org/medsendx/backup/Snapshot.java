package org.medsendx.backup;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of one folder as they are at one moment, while somebody writes there. They are all open
 * before the first is read, so a journal that forgets segments meanwhile takes nothing away; small
 * ones that are replaced or overwritten are read at once, in the order of their names. If the
 * folder's base moved while they were opened, or the listing has a gap, they are opened again.
 *
 * <p>Files that grow are taken as long as they are when they are opened. In a journal only the last
 * segment grows, and a torn record at its end is cut off when it is opened; an audit log has at
 * least the lines that its head counts, because the head is read first.
 */
final class Snapshot implements Closeable {

    private static final int SMALL = 4 << 10;
    private static final int MOST_TRIES = 20;
    private static final String BASE = "base";

    private final List<Taken> files = new ArrayList<>();

    private Snapshot() {}

    /** A file and how much of it counts. */
    private record Taken(
            Path path,
            String mode,
            long modified,
            long size,
            @Nullable FileChannel channel,
            byte[] small) {

        InputStream open() throws IOException {
            FileChannel open = channel;
            if (open == null) {
                return new ByteArrayInputStream(small);
            }
            open.position(0);
            return Channels.newInputStream(open);
        }
    }

    /**
     * Opens the files of a folder.
     *
     * @param paths names in it, in the order in which they are to be read
     */
    static Snapshot of(Path folder, FolderListing listing) throws IOException {
        for (int i = 0; i < MOST_TRIES; i++) {
            String base = base(folder);
            var snapshot = new Snapshot();
            boolean whole = false;
            try {
                List<Path> listed = listing.files();
                for (Path path : listed) {
                    snapshot.files.add(take(path));
                }
                // The base last: a file that is gone from the second listing was behind it before.
                whole = !hasGap(listed, listing.files()) && base.equals(base(folder));
            } catch (NoSuchFileException e) {
                // Deleted between the listing and here: the next try lists anew.
            } finally {
                if (!whole) {
                    snapshot.close();
                }
            }
            if (whole) {
                return snapshot;
            }
        }
        throw new IOException("a folder changes so often that it cannot be copied");
    }

    /**
     * Whether a listing passed over a file and has one that came after it. A folder is not listed
     * at one moment: of two segments that begin meanwhile, the later one may be in it alone.
     */
    private static boolean hasGap(List<Path> listed, List<Path> afterwards) {
        return afterwards.stream()
                .filter(path -> !listed.contains(path))
                .anyMatch(missed ->
                        listed.stream()
                                .anyMatch(taken ->
                                        suffix(taken).equals(suffix(missed))
                                                && taken.compareTo(missed) > 0));
    }

    private static String suffix(Path path) {
        String name = path.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Lists a folder anew each time. */
    @FunctionalInterface
    interface FolderListing {
        List<Path> files() throws IOException;
    }

    private static Taken take(Path path) throws IOException {
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        long modified = Files.getLastModifiedTime(path).toMillis();
        var channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            long size = channel.size();
            if (size <= SMALL) {
                byte[] bytes = Channels.newInputStream(channel).readNBytes((int) size);
                channel.close();
                return new Taken(path, mode, modified, bytes.length, null, bytes);
            }
            return new Taken(path, mode, modified, size, channel, new byte[0]);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static String base(Path folder) throws IOException {
        try {
            return Files.readString(folder.resolve(BASE));
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** Puts them into an archive. */
    void into(Archive.Writer archive, String prefix) throws IOException {
        for (Taken file : files) {
            archive.add(
                    prefix + file.path().getFileName(),
                    file.mode(),
                    file.modified(),
                    file.size(),
                    file.open());
        }
    }

    @Override
    public void close() throws IOException {
        for (Taken file : files) {
            FileChannel open = file.channel();
            if (open != null) {
                open.close();
            }
        }
    }
}

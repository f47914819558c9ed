package org.medsendx.journal;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Small files that are either the old or the new one after a power cut, never half of one. */
public final class AtomicFile {

    private static final String TEMPORARY = ".tmp";

    private AtomicFile() {}

    /**
     * Writes a file: temporary neighbour, fsync, rename, fsync of the folder. Mode 0600. One writer
     * of a path at a time. When it fails, the neighbour is removed: a full disk stays no fuller.
     */
    public static void write(Path file, byte[] content) throws IOException {
        write(file, out -> out.write(content));
    }

    /** Writes what a file is to hold. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** As {@link #write(Path, byte[])}, for content that is never in memory as a whole. */
    static void write(Path file, Content content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("a file needs a folder");
        }
        Path temporary = folder.resolve(file.getFileName() + TEMPORARY);
        Files.deleteIfExists(temporary);
        boolean moved = false;
        try {
            createPrivate(temporary);
            // Not a FileChannel: an interrupt would close it under the writer.
            try (var out = new FileOutputStream(temporary.toFile())) {
                var buffered = new BufferedOutputStream(out, 64 << 10);
                content.writeTo(buffered);
                buffered.flush();
                out.getFD().sync();
            }
            Files.move(
                    temporary,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            moved = true;
        } finally {
            if (!moved) {
                Files.deleteIfExists(temporary);
            }
        }
        forceFolder(folder);
    }

    /**
     * Removes the neighbours that writers left in a folder when the power was cut: they are never
     * read, and what they hold is to have its end too. Nobody writes there meanwhile. @return how
     * many
     */
    public static int removeTemporary(Path folder) throws IOException {
        int removed = 0;
        try (var files = Files.newDirectoryStream(folder, "*" + TEMPORARY)) {
            for (var file : files) {
                if (Files.deleteIfExists(file)) {
                    removed++;
                }
            }
        }
        if (removed > 0) {
            forceFolder(folder);
        }
        return removed;
    }

    /** Forces the entries of a folder (names, renames, deletions) to disk. */
    public static void forceFolder(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Creates an empty file with mode 0600. */
    static void createPrivate(Path file) throws IOException {
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
}

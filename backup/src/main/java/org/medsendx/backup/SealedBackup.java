package org.medsendx.backup;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.medsendx.journal.AtomicFile;

/** Writes an encrypted archive and reads it back; it has its name only when it is whole. */
final class SealedBackup {

    private SealedBackup() {}

    /** Writes the archive into a stream and closes that. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file, forces it to disk, and reads it back with the key that only this process has.
     *
     * @return its entries
     * @throws IOException when it is there already, or is not as it was written
     */
    static Map<String, Archive.Entry> write(Path file, List<byte[]> recipients, Content content)
            throws IOException {
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file + " is there already");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("a file needs a folder");
        }
        Path part = folder.resolve(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        Files.createFile(
                part,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        boolean moved = false;
        try {
            byte[] fileKey;
            try (var raw = new FileOutputStream(part.toFile())) {
                var buffered = new BufferedOutputStream(raw, 1 << 16);
                // The archive closes what it is given; the file is forced before that.
                var age = new AgeOutput(new NotClosed(buffered), recipients);
                fileKey = age.fileKey();
                content.writeTo(age);
                buffered.flush();
                raw.getFD().sync();
            }
            Map<String, Archive.Entry> entries;
            try (InputStream in = new BufferedInputStream(Files.newInputStream(part), 1 << 16);
                    var plain = AgeInput.openWritten(in, fileKey)) {
                entries = Archive.read(plain, (_, _) -> {});
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            moved = true;
            AtomicFile.forceFolder(folder);
            return entries;
        } finally {
            if (!moved) {
                Files.deleteIfExists(part);
            }
        }
    }

    /** Opens a file with a secret key. */
    static InputStream open(Path file, byte[] identity) throws IOException {
        return AgeInput.open(
                new BufferedInputStream(Files.newInputStream(file), 1 << 16), identity);
    }

    private static final class NotClosed extends java.io.FilterOutputStream {
        NotClosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}

package org.medsendx.ingest.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Sha256;

/**
 * A file on its way in: bytes go to disk as they come, and their SHA-256 is taken on the way. What
 * is closed without {@link #seal} is removed. Not thread safe.
 */
public final class Incoming extends OutputStream {

    private static final FileAttribute<?>[] OWNER_ONLY =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------"))
                    }
                    : new FileAttribute<?>[0];

    private final UUID objectId;
    private final Path file;
    private final FileChannel channel;
    private final MessageDigest ofFile = Sha256.digest();

    /** Null when all of the file was sent: one digest is both. */
    private final @Nullable MessageDigest ofSent;

    private final int headBytes;
    private long bytes;
    private boolean sealed;

    private Incoming(UUID objectId, Path file, FileChannel channel, int headBytes) {
        this.objectId = objectId;
        this.file = file;
        this.channel = channel;
        this.headBytes = headBytes;
        this.ofSent = headBytes == 0 ? null : Sha256.digest();
    }

    static Incoming create(UUID objectId, Path file, byte[] head) throws IOException {
        var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var incoming =
                new Incoming(
                        objectId, file, FileChannel.open(file, options, OWNER_ONLY), head.length);
        try {
            incoming.writeFully(head, 0, head.length);
        } catch (IOException e) {
            incoming.close();
            throw e;
        }
        return incoming;
    }

    /** Where it is being written. */
    public Path file() {
        return file;
    }

    /** The random id that names this file from now on. */
    public UUID objectId() {
        return objectId;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        writeFully(buffer, offset, length);
        if (ofSent != null) {
            ofSent.update(buffer, offset, length);
        }
    }

    private void writeFully(byte[] buffer, int offset, int length) throws IOException {
        var source = ByteBuffer.wrap(buffer, offset, length);
        while (source.hasRemaining()) {
            channel.write(source);
        }
        ofFile.update(buffer, offset, length);
        bytes += length;
    }

    /** Forces the file and its name to disk. Nothing can be written afterwards. */
    public Sealed seal() throws IOException {
        channel.force(true);
        channel.close();
        // Without this a power cut could leave a ledger entry and no file.
        IdentifiedStore.force(file.resolveSibling(""));
        sealed = true;
        String sha256 = Sha256.hex(ofFile);
        return new Sealed(
                objectId,
                file,
                bytes,
                headBytes,
                sha256,
                ofSent == null ? sha256 : Sha256.hex(ofSent));
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (!sealed) {
            Files.deleteIfExists(file);
        }
    }

    /**
     * A file in {@code incoming/} that is on disk.
     *
     * @param bytes size of the file
     * @param headBytes how many of them are ours, before the first byte that was sent
     * @param sha256 of the file
     * @param sentSha256 of what was sent: the file without our head
     */
    public record Sealed(
            UUID objectId,
            Path file,
            long bytes,
            int headBytes,
            String sha256,
            String sentSha256) {}
}

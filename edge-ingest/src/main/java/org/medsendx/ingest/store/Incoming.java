package org.medsendx.ingest.store;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.medsendx.contracts.Sha256;

/**
 * A file on its way in: bytes go to disk as they come, and their SHA-256 is taken on the way. What
 * is closed without {@link #seal} is removed. Not thread safe.
 *
 * <p>While the disk forces the file, which takes longest, its folder is forced and what was sent is
 * digested: one thread would do the three in turn.
 */
public final class Incoming extends OutputStream {

    static final FileAttribute<?>[] OWNER_ONLY =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------"))
                    }
                    : new FileAttribute<?>[0];

    private final UUID objectId;
    private final Path file;
    private final FileChannel channel;
    private final Names names;
    private final Executor disk;
    private final MessageDigest ofFile = Sha256.digest();
    private final int headBytes;
    private long bytes;
    private boolean sealed;

    private Incoming(
            UUID objectId,
            Path file,
            FileChannel channel,
            Names names,
            Executor disk,
            int headBytes) {
        this.objectId = objectId;
        this.file = file;
        this.channel = channel;
        this.names = names;
        this.disk = disk;
        this.headBytes = headBytes;
    }

    /** What makes the name of a file survive a power cut. */
    @FunctionalInterface
    interface Names {
        void force() throws IOException;
    }

    /**
     * Begins a file that is not there.
     *
     * @param disk runs what waits for the disk, as much at once as files are forced; not on virtual
     *     threads, which would hold those that carry them
     */
    static Incoming create(UUID objectId, Path file, Names names, Executor disk, byte[] head)
            throws IOException {
        return begin(objectId, file, StandardOpenOption.CREATE_NEW, names, disk, head);
    }

    /** Begins one that is there, empty, and whose name is forced. */
    static Incoming open(UUID objectId, Path file, Executor disk, byte[] head) throws IOException {
        return begin(objectId, file, StandardOpenOption.TRUNCATE_EXISTING, () -> {}, disk, head);
    }

    private static Incoming begin(
            UUID objectId,
            Path file,
            StandardOpenOption how,
            Names names,
            Executor disk,
            byte[] head)
            throws IOException {
        var options = EnumSet.of(how, StandardOpenOption.WRITE);
        var incoming =
                new Incoming(
                        objectId,
                        file,
                        FileChannel.open(file, options, OWNER_ONLY),
                        names,
                        disk,
                        head.length);
        try {
            incoming.write(head);
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
        write(ByteBuffer.wrap(buffer, offset, length));
    }

    /** Takes what is left in a buffer; from one outside of the heap nothing is copied. */
    public void write(ByteBuffer source) throws IOException {
        ofFile.update(source.duplicate());
        bytes += source.remaining();
        while (source.hasRemaining()) {
            channel.write(source);
        }
    }

    /** Forces the file and its name to disk. Nothing can be written afterwards. */
    public Sealed seal() throws IOException {
        var forcing = CompletableFuture.runAsync(this::force, disk);
        String whole;
        String sent;
        try {
            whole = Sha256.hex(ofFile);
            sent = headBytes == 0 ? whole : Sha256.of(file, headBytes);
            // Without this a power cut could leave a ledger entry and no file.
            names.force();
        } finally {
            await(forcing);
        }
        channel.close();
        sealed = true;
        return new Sealed(objectId, file, bytes, headBytes, whole, sent);
    }

    private void force() {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(CompletableFuture<Void> forcing) throws IOException {
        try {
            forcing.join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause());
        }
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

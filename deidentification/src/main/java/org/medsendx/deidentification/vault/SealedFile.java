package org.medsendx.deidentification.vault;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.medsendx.journal.AtomicFile;
import org.medsendx.journal.ForcedFolders;

/**
 * An append-only file of encrypted records (AES-256-GCM, a random nonce each), mode 0600. A record
 * is bound to its table, its place in the file and the id it is found by: one that was changed,
 * moved or put elsewhere does not authenticate. What a power cut tore off at the end is put aside.
 * Thread safe.
 *
 * <pre>
 *   "MSXVLT1\n"  record*          record = length (4, big endian), id (32), nonce (12), sealed
 * </pre>
 *
 * The first record holds nothing but the name of the table: it tells a wrong key from a changed
 * record.
 */
public final class SealedFile implements AutoCloseable {

    /** Length of the id of a record in bytes. */
    public static final int ID_BYTES = 32;

    private static final byte[] MAGIC = "MSXVLT1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int NONCE = 12;
    private static final int TAG = 16;
    private static final int LARGEST = 1 << 20;
    private static final long LARGEST_TORN = 64 << 10;

    private final Path file;
    private final FileChannel channel;
    private final SecretKeySpec key;
    private final byte[] table;
    private final SecureRandom random = new SecureRandom();
    private final Object forcing = new Object();
    private long end;
    private long forced;
    private volatile long generation;
    private boolean broken;

    private SealedFile(Path file, FileChannel channel, VaultKey key, String table) {
        this.file = file;
        this.channel = channel;
        this.key = key.cipher(table);
        this.table = table.getBytes(StandardCharsets.UTF_8);
    }

    /** Is told of every record. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * A record is there.
         *
         * @param position for {@link SealedFile#read}
         */
        void record(byte[] id, long position);
    }

    /**
     * Opens or creates a file to be written; one process at a time.
     *
     * @param table what the file is for; it must be the same at every opening
     * @throws VaultException when the key is another one, or the file was changed
     */
    public static SealedFile open(Path file, VaultKey key, String table, Visitor visitor)
            throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            ForcedFolders.create(folder);
        }
        var mode =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var options =
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        FileChannel channel = FileChannel.open(file, options, mode);
        boolean done = false;
        try {
            lock(file, channel);
            var sealed = new SealedFile(file, channel, key, table);
            sealed.start();
            sealed.scan(visitor);
            sealed.putTornAside();
            if (folder != null) {
                AtomicFile.forceFolder(folder);
            }
            done = true;
            return sealed;
        } finally {
            if (!done) {
                channel.close();
            }
        }
    }

    /**
     * Opens a file to be read only, also while another process writes it.
     *
     * @throws VaultException when the key is another one, or it is no such file
     */
    public static SealedFile readOnly(Path file, VaultKey key, String table, Visitor visitor)
            throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        boolean done = false;
        try {
            var sealed = new SealedFile(file, channel, key, table);
            sealed.scan(visitor);
            done = true;
            return sealed;
        } finally {
            if (!done) {
                channel.close();
            }
        }
    }

    private static void lock(Path file, FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() == null) {
                throw VaultException.inUse(file);
            }
        } catch (OverlappingFileLockException e) {
            throw VaultException.inUse(file);
        }
    }

    private void start() throws IOException {
        byte[] name = seal(MAGIC.length, new byte[ID_BYTES], table);
        if (channel.size() < MAGIC.length + name.length) {
            // New, or torn while it was new: nothing can be in it.
            channel.truncate(0);
            var begin = ByteBuffer.allocate(MAGIC.length + name.length).put(MAGIC).put(name).flip();
            writeAt(begin, 0);
            channel.force(true);
        }
    }

    private void scan(Visitor visitor) throws IOException {
        channel.position(0);
        var in =
                new DataInputStream(
                        new BufferedInputStream(Channels.newInputStream(channel), 1 << 16));
        long size = channel.size();
        if (size < MAGIC.length || !java.util.Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
            throw VaultException.notATable(file);
        }
        end = MAGIC.length;
        long last = -1;
        while (end + 4 <= size) {
            int length = in.readInt();
            if (length < ID_BYTES + NONCE + TAG || length > LARGEST || end + 4 + length > size) {
                break;
            }
            byte[] id = in.readNBytes(ID_BYTES);
            in.skipNBytes(length - ID_BYTES);
            if (last < 0) {
                checkKey();
            } else {
                visitor.record(id, end);
            }
            last = end;
            end += 4 + length;
        }
        if (last < 0) {
            throw VaultException.notATable(file);
        }
        forced = end;
    }

    private void checkKey() throws IOException {
        try {
            if (!java.util.Arrays.equals(read(MAGIC.length), table)) {
                throw VaultException.notATable(file);
            }
        } catch (VaultException e) {
            throw VaultException.wrongKey(file);
        }
    }

    private void putTornAside() throws IOException {
        long torn = channel.size() - end;
        if (torn == 0) {
            return;
        }
        if (torn > LARGEST_TORN) {
            // More than can have been on its way to the disk: somebody changed a length.
            throw VaultException.tampered(file, end);
        }
        var bytes = ByteBuffer.allocate((int) torn);
        readAt(bytes, end);
        AtomicFile.write(file.resolveSibling(file.getFileName() + ".torn-" + end), bytes.array());
        channel.truncate(end);
        channel.force(true);
    }

    /**
     * Appends a record, which is on disk after the next {@link #force}.
     *
     * @param id {@value #ID_BYTES} bytes that are not secret
     * @return its position
     */
    public synchronized long write(byte[] id, byte[] content) throws IOException {
        if (broken) {
            throw new IOException("the table could not be written");
        }
        long position = end;
        try {
            byte[] record = seal(position, id, content);
            writeAt(ByteBuffer.wrap(record), position);
            end = position + record.length;
            return position;
        } catch (IOException e) {
            fail();
            throw e;
        }
    }

    /**
     * Returns when all that was written before is on disk.
     *
     * @param begun the {@link #generation} before the caller's first write or read
     * @throws IOException when some of it may have been lost
     */
    public void force(long begun) throws IOException {
        force();
        if (generation != begun) {
            throw new IOException("records of the table may have been lost");
        }
    }

    private void force() throws IOException {
        long target;
        synchronized (this) {
            if (broken) {
                throw new IOException("the table could not be written");
            }
            target = end;
        }
        synchronized (forcing) {
            long now;
            synchronized (this) {
                if (forced >= target) {
                    return;
                }
                now = end;
            }
            try {
                channel.force(false);
                synchronized (this) {
                    forced = Math.max(forced, now);
                }
            } catch (IOException e) {
                synchronized (this) {
                    fail();
                }
                throw e;
            }
        }
    }

    private void fail() {
        broken = true;
        generation++;
    }

    /** Changes whenever records that were written may have been lost. */
    public long generation() {
        return generation;
    }

    /** Whether a write or an fsync failed since the last {@link #recover}. */
    public synchronized boolean broken() {
        return broken;
    }

    /** Goes back to what is known to be on disk and tells of every record again. */
    public synchronized void recover(Visitor visitor) throws IOException {
        channel.truncate(forced);
        channel.force(true);
        scan(visitor);
        broken = false;
    }

    /**
     * The content of a record.
     *
     * @throws VaultException when it does not authenticate
     */
    public byte[] read(long position) throws IOException {
        var head = ByteBuffer.allocate(4);
        readAt(head, position);
        int length = head.flip().getInt();
        if (length < ID_BYTES + NONCE + TAG || length > LARGEST) {
            throw VaultException.tampered(file, position);
        }
        var body = ByteBuffer.allocate(length);
        readAt(body, position + 4);
        byte[] bytes = body.array();
        try {
            var cipher =
                    cipher(
                            Cipher.DECRYPT_MODE,
                            new GCMParameterSpec(TAG * 8, bytes, ID_BYTES, NONCE));
            aad(cipher, position, bytes);
            return cipher.doFinal(bytes, ID_BYTES + NONCE, length - ID_BYTES - NONCE);
        } catch (AEADBadTagException e) {
            throw VaultException.tampered(file, position);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    private byte[] seal(long position, byte[] id, byte[] content) {
        if (id.length != ID_BYTES || content.length > LARGEST / 2) {
            throw new IllegalArgumentException("an id of 32 bytes and a small content");
        }
        var nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            var cipher = cipher(Cipher.ENCRYPT_MODE, new GCMParameterSpec(TAG * 8, nonce));
            aad(cipher, position, id);
            byte[] sealed = cipher.doFinal(content);
            int length = ID_BYTES + NONCE + sealed.length;
            return ByteBuffer.allocate(4 + length)
                    .putInt(length)
                    .put(id)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    private Cipher cipher(int mode, GCMParameterSpec parameters) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, parameters);
        return cipher;
    }

    private void aad(Cipher cipher, long position, byte[] id) {
        cipher.updateAAD(table);
        cipher.updateAAD(ByteBuffer.allocate(8).putLong(0, position).array());
        cipher.updateAAD(id, 0, ID_BYTES);
    }

    private void writeAt(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    private void readAt(ByteBuffer bytes, long position) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw VaultException.tampered(file, position);
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

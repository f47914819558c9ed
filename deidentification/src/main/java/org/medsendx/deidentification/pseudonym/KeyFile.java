package org.medsendx.deidentification.pseudonym;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import org.medsendx.journal.AtomicFile;
import org.medsendx.journal.ForcedFolders;

/**
 * A file that holds a secret: 32 bytes, or the same as 64 hex digits on a line. It must not be
 * accessible to others than its owner and group.
 */
public final class KeyFile {

    private static final int LARGEST = 1024;
    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{32}");

    private KeyFile() {}

    /**
     * Reads the pseudonym key of a file.
     *
     * @throws UnusableKeyException when it is absent, open to others or not a key
     */
    public static PseudonymKey read(Path file) throws UnusableKeyException {
        return PseudonymKey.of(secret(file));
    }

    /**
     * Reads the 32 bytes of a file.
     *
     * @throws UnusableKeyException when it is absent, open to others or not a key
     */
    public static byte[] secret(Path file) throws UnusableKeyException {
        return decode(file, content(file));
    }

    /**
     * Reads a small file as it is.
     *
     * @throws UnusableKeyException when it is absent, open to others or too large
     */
    public static byte[] content(Path file) throws UnusableKeyException {
        try {
            if (Files.size(file) > LARGEST) {
                throw new UnusableKeyException(
                        file, "is not a key: expected 32 bytes or 64 hex digits");
            }
            if (openToOthers(file)) {
                throw new UnusableKeyException(file, "can be read by others: set its mode to 0600");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new UnusableKeyException(
                    file,
                    "does not exist: provide it, or allow one to be created with create-key=true");
        } catch (IOException e) {
            throw new UnusableKeyException(file, "cannot be read");
        }
    }

    /**
     * Creates a random key of 32 bytes with mode 0600, forced to disk. Never replaces a file.
     *
     * @return false when there is a file already
     */
    public static boolean create(Path file) throws IOException {
        var secret = new byte[PseudonymKey.BYTES];
        new SecureRandom().nextBytes(secret);
        return create(
                file,
                (HexFormat.of().formatHex(secret) + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Creates a file with mode 0600, forced to disk: there as a whole or not at all, whenever the
     * power goes. Never replaces one.
     *
     * @return false when there is a file already
     */
    public static boolean create(Path file, byte[] content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("a file needs a folder");
        }
        if (Files.exists(file)) {
            return false;
        }
        ForcedFolders.create(folder);
        Path part = folder.resolve(file.getFileName() + ".tmp");
        Files.deleteIfExists(part);
        var mode =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            try (FileChannel channel = FileChannel.open(part, options, mode)) {
                var buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            // A second name, and no move: that could replace a key.
            Files.createLink(file, part);
            AtomicFile.forceFolder(folder);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static byte[] decode(Path file, byte[] content) throws UnusableKeyException {
        if (content.length == PseudonymKey.BYTES) {
            if (HEX.matcher(new String(content, StandardCharsets.ISO_8859_1)).matches()) {
                // Random bytes are never that. Taken for a key it would give other pseudonyms.
                throw new UnusableKeyException(file, "is not a key: half of one in hex digits");
            }
            return content;
        }
        try {
            String text = new String(content, StandardCharsets.US_ASCII).strip();
            byte[] secret = HexFormat.of().parseHex(text);
            if (secret.length == PseudonymKey.BYTES) {
                return Arrays.copyOf(secret, secret.length);
            }
        } catch (IllegalArgumentException e) {
            // not hex: refused below, without quoting what it is
        }
        throw new UnusableKeyException(file, "is not a key: expected 32 bytes or 64 hex digits");
    }

    private static boolean openToOthers(Path file) throws IOException {
        try {
            var permissions = Files.getPosixFilePermissions(file);
            return permissions.contains(PosixFilePermission.OTHERS_READ)
                    || permissions.contains(PosixFilePermission.OTHERS_WRITE);
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    /** A key file cannot be used; the message says which and why, never its content. */
    public static final class UnusableKeyException extends Exception {
        private static final long serialVersionUID = 1L;

        public UnusableKeyException(Path file, String problem) {
            super("key file " + file + " " + problem);
        }
    }
}

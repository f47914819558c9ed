package org.medsendx.deidentification.pseudonym;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.medsendx.deidentification.vault.SealedFile;
import org.medsendx.deidentification.vault.VaultKey;
import org.medsendx.journal.IdIndex;

/**
 * Codes drawn at random and remembered in an encrypted table on the truck, for sites that may not
 * derive codes from personal data. Nothing can be recomputed: without the table the way back is
 * lost, and two trucks agree on nothing. In the table an entry is found by a keyed digest of what
 * it stands for, under a key that never leaves the truck. Thread safe.
 */
public final class RandomTable implements Codes, AutoCloseable {

    private static final String TABLE = "random-codes";
    private static final int CODE_BYTES = 32;
    private static final HexFormat HEX = HexFormat.of();

    private final SealedFile file;
    private final VaultKey.Lookup lookup;
    private final IdIndex index;
    private final String id;
    private final SecureRandom random = new SecureRandom();

    private RandomTable(SealedFile file, VaultKey.Lookup lookup, IdIndex index) {
        this.file = file;
        this.lookup = lookup;
        this.index = index;
        id = "random-" + HEX.formatHex(lookup.of("id".getBytes(StandardCharsets.US_ASCII)), 0, 8);
    }

    /** Opens or creates a table; one process at a time. */
    public static RandomTable open(Path file, VaultKey key) throws IOException {
        var index = new IdIndex();
        SealedFile sealed = SealedFile.open(file, key, TABLE, (id, at) -> index.put(found(id), at));
        return new RandomTable(sealed, key.lookup(TABLE), index);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public byte[] code(Purpose purpose, String... parts) {
        String[] all = new String[parts.length + 1];
        all[0] = purpose.label();
        System.arraycopy(parts, 0, all, 1, parts.length);
        byte[] digest = lookup.of(PseudonymKey.joined(all));
        String found = found(digest);
        try {
            synchronized (this) {
                if (file.broken()) {
                    index.clear();
                    file.recover((one, at) -> index.put(found(one), at));
                }
                long position = index.get(found);
                if (position >= 0) {
                    return file.read(position);
                }
                var code = new byte[CODE_BYTES];
                random.nextBytes(code);
                index.put(found, file.write(digest, code));
                return code;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long begin() {
        return file.generation();
    }

    @Override
    public void settle(long begun) throws IOException {
        file.force(begun);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static String found(byte[] digest) {
        return HEX.formatHex(Arrays.copyOf(digest, 16));
    }
}

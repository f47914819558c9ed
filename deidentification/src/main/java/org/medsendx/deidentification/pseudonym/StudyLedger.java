package org.medsendx.deidentification.pseudonym;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.medsendx.deidentification.vault.SealedFile;
import org.medsendx.deidentification.vault.VaultKey;
import org.medsendx.journal.IdIndex;

/**
 * Which key each study began with, on the truck's disk: a keyed digest of the study and the id of
 * the key, encrypted. Thread safe.
 */
public final class StudyLedger implements StudyCodes, AutoCloseable {

    private static final String TABLE = "study-keys";
    private static final HexFormat HEX = HexFormat.of();

    private final SealedFile file;
    private final VaultKey.Lookup lookup;
    private final IdIndex index;
    private final Codes active;
    private final Map<String, Codes> codes = new HashMap<>();

    private StudyLedger(SealedFile file, VaultKey.Lookup lookup, IdIndex index, Codes active) {
        this.file = file;
        this.lookup = lookup;
        this.index = index;
        this.active = active;
    }

    /**
     * Opens or creates the ledger; one process at a time.
     *
     * @param active what new studies begin with
     * @param others what earlier studies may have begun with
     */
    public static StudyLedger open(
            Path file, VaultKey key, Codes active, List<? extends Codes> others)
            throws IOException {
        var index = new IdIndex();
        SealedFile sealed = SealedFile.open(file, key, TABLE, (id, at) -> index.put(found(id), at));
        var ledger = new StudyLedger(sealed, key.lookup(TABLE), index, active);
        others.forEach(one -> ledger.codes.put(one.id(), one));
        ledger.codes.put(active.id(), active);
        return ledger;
    }

    @Override
    public Codes of(String study) throws KeyGoneException, IOException {
        byte[] digest = lookup.of(study.getBytes(StandardCharsets.UTF_8));
        long begun = file.generation();
        String keyId = keyId(digest);
        file.force(begun);
        Codes found = codes.get(keyId);
        if (found == null) {
            throw new KeyGoneException(keyId);
        }
        return found;
    }

    private synchronized String keyId(byte[] digest) throws IOException {
        if (file.broken()) {
            index.clear();
            file.recover((one, at) -> index.put(found(one), at));
        }
        long position = index.get(found(digest));
        if (position >= 0) {
            return new String(file.read(position), StandardCharsets.UTF_8);
        }
        byte[] id = active.id().getBytes(StandardCharsets.UTF_8);
        index.put(found(digest), file.write(digest, id));
        return active.id();
    }

    @Override
    public Codes active() {
        return active;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static String found(byte[] digest) {
        return HEX.formatHex(Arrays.copyOf(digest, 16));
    }
}

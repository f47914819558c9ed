package org.medsendx.anonymizer.reidentify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.EventCodec;
import org.medsendx.deidentification.release.Identity;
import org.medsendx.deidentification.vault.SealedFile;
import org.medsendx.deidentification.vault.VaultKey;
import org.medsendx.journal.IdIndex;

/**
 * Who each pseudonym stands for: an encrypted table that outlives the originals and never leaves
 * the truck. Patients are found by their pseudonym, and by the pseudonyms of their studies and
 * accession numbers, since reports come back with those. Thread safe.
 */
public final class PatientTable implements AutoCloseable {

    /** Where the table lies below what the anonymizer keeps for itself in the identified zone. */
    public static final String FILE = "tables/patients";

    private static final String TABLE = "patients";
    private static final HexFormat HEX = HexFormat.of();

    private final SealedFile file;
    private final VaultKey.Lookup lookup;
    private final IdIndex byPseudonym;
    private final IdIndex known;

    private PatientTable(
            SealedFile file, VaultKey.Lookup lookup, IdIndex byPseudonym, IdIndex known) {
        this.file = file;
        this.lookup = lookup;
        this.byPseudonym = byPseudonym;
        this.known = known;
    }

    /** Opens or creates the table to be written; one process at a time. */
    public static PatientTable open(Path file, VaultKey key) throws IOException {
        var byPseudonym = new IdIndex();
        var known = new IdIndex();
        SealedFile sealed =
                SealedFile.open(file, key, TABLE, (id, at) -> index(byPseudonym, known, id, at));
        return new PatientTable(sealed, key.lookup(TABLE), byPseudonym, known);
    }

    /** Opens the table to be asked only, also while the anonymizer writes it. */
    public static PatientTable readOnly(Path file, VaultKey key) throws IOException {
        var byPseudonym = new IdIndex();
        var known = new IdIndex();
        SealedFile sealed =
                SealedFile.readOnly(
                        file, key, TABLE, (id, at) -> index(byPseudonym, known, id, at));
        return new PatientTable(sealed, key.lookup(TABLE), byPseudonym, known);
    }

    /**
     * Remembers whom the pseudonyms of an instance stand for; when this returns, that is on disk.
     *
     * @param patient goes into Patient ID
     * @param study new Study Instance UID
     * @param accession goes into Accession Number, or null
     */
    public void put(String patient, String study, @Nullable String accession, Identity identity)
            throws IOException {
        long begun;
        synchronized (this) {
            if (file.broken()) {
                byPseudonym.clear();
                known.clear();
                file.recover((id, at) -> index(byPseudonym, known, id, at));
            }
            begun = file.generation();
            put(patient, identity.ofPatient());
            put(study, identity);
            if (accession != null) {
                put(accession, identity);
            }
        }
        file.force(begun);
    }

    private void put(String pseudonym, Identity identity) throws IOException {
        byte[] content = EventCodec.JSON.writeValueAsBytes(identity);
        byte[] name = pseudonym.getBytes(StandardCharsets.UTF_8);
        byte[] both = Arrays.copyOf(name, name.length + 1 + content.length);
        System.arraycopy(content, 0, both, name.length + 1, content.length);
        byte[] id = Arrays.copyOf(lookup.of(name), SealedFile.ID_BYTES);
        System.arraycopy(lookup.of(both), 0, id, 16, 16);
        if (known.get(HEX.formatHex(id, 16, 32)) < 0) {
            index(byPseudonym, known, id, file.write(id, content));
        }
    }

    /**
     * Whom a pseudonym stands for, as the latest header had it; null when it is none of ours.
     *
     * @throws org.medsendx.deidentification.vault.VaultException when the record was changed
     */
    public @Nullable Identity find(String pseudonym) throws IOException {
        byte[] digest = lookup.of(pseudonym.strip().getBytes(StandardCharsets.UTF_8));
        long position = byPseudonym.get(HEX.formatHex(digest, 0, 16));
        return position < 0 ? null : EventCodec.JSON.readValue(file.read(position), Identity.class);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static void index(IdIndex byPseudonym, IdIndex known, byte[] id, long position) {
        byPseudonym.put(HEX.formatHex(id, 0, 16), position);
        known.put(HEX.formatHex(id, 16, 32), position);
    }
}

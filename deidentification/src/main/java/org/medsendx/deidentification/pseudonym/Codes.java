package org.medsendx.deidentification.pseudonym;

import java.io.IOException;
import java.util.HexFormat;

/**
 * Where the codes come from that pseudonyms, UIDs and shifts are made of: computed under a key
 * ({@link PseudonymKey}) or drawn at random and remembered ({@link RandomTable}). The same purpose
 * and parts give the same code, always. Thread safe.
 */
public interface Codes {

    /** Names the key or the table without telling anything of it. */
    String id();

    /**
     * The code of some parts under a purpose: 32 bytes. Two lists of parts, however they are split,
     * have two codes.
     *
     * @throws java.io.UncheckedIOException when a table cannot be read or written
     */
    byte[] code(Purpose purpose, String... parts);

    /** The first hex digits of {@link #code}. */
    default String hex(Purpose purpose, int digits, String... parts) {
        return HexFormat.of().formatHex(code(purpose, parts)).substring(0, digits);
    }

    /** To be called before the first code of an instance is asked for. */
    default long begin() {
        return 0;
    }

    /**
     * Returns when every code given since {@link #begin} will be given again after a power cut.
     * Nothing made of a code may leave before.
     *
     * @param begun what {@link #begin} returned
     * @throws IOException when some of them may be forgotten; the instance has to be done again
     */
    default void settle(long begun) throws IOException {}
}

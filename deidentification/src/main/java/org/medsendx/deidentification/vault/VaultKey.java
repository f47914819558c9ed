package org.medsendx.deidentification.vault;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The truck's own 256-bit key, from which each table gets a key for encryption and one for lookups.
 * It makes no pseudonym, and the pseudonym key opens no table. Thread safe.
 */
public final class VaultKey {

    private static final String MAC = "HmacSHA256";
    private static final int BYTES = 32;

    private final SecretKeySpec master;

    private VaultKey(byte[] secret) {
        master = new SecretKeySpec(secret, MAC);
    }

    /**
     * A key from its bytes.
     *
     * @throws IllegalArgumentException when there are not exactly 32
     */
    public static VaultKey of(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("a vault key has " + BYTES + " bytes");
        }
        return new VaultKey(Arrays.copyOf(secret, BYTES));
    }

    /** The key that encrypts a table (AES-256). */
    SecretKeySpec cipher(String table) {
        return new SecretKeySpec(
                hmac(master, bytes("medsendx/vault/1/" + table + "/cipher")), "AES");
    }

    /** The function that finds entries of a table: 32 bytes for any input. */
    public Lookup lookup(String table) {
        var key =
                new SecretKeySpec(
                        hmac(master, bytes("medsendx/vault/1/" + table + "/lookup")), MAC);
        return input -> hmac(key, input);
    }

    /** A keyed digest of what an entry is found by. */
    @FunctionalInterface
    public interface Lookup {
        byte[] of(byte[] input);
    }

    /** Nothing of the key. */
    @Override
    public String toString() {
        return "VaultKey";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hmac(SecretKeySpec key, byte[] input) {
        try {
            var mac = Mac.getInstance(MAC);
            mac.init(key);
            return mac.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + MAC, e);
        }
    }
}

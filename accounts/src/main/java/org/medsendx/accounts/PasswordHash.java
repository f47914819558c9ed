package org.medsendx.accounts;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password as it is kept: PBKDF2 with HMAC-SHA-512 (RFC 8018, 5.2; NIST SP 800-132), with a salt
 * of its own. Passwords are taken in Unicode normalization form KC (NIST SP 800-63B, 3.1.1.2), so
 * that they do not depend on the keyboard. Immutable.
 */
public final class PasswordHash {

    /** What OWASP's Password Storage Cheat Sheet asks for with SHA-512. */
    public static final int ITERATIONS = 210_000;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int MOST_ITERATIONS = 10_000_000;
    private static final Pattern FORM =
            Pattern.compile("pbkdf2-sha512:([0-9]{6,8}):([A-Za-z0-9+/=]{24}):([A-Za-z0-9+/=]{44})");

    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(int iterations, byte[] salt, byte[] hash) {
        this.iterations = iterations;
        this.salt = salt;
        this.hash = hash;
    }

    /** Hashes a password, which takes some 0.1 s. */
    public static PasswordHash of(char[] password) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return new PasswordHash(ITERATIONS, salt, derive(password, salt, ITERATIONS));
    }

    /**
     * One that no password matches, at the same cost: for names that are not known, so that time
     * does not tell them from the others.
     */
    static PasswordHash ofNobody() {
        byte[] salt = new byte[SALT_BYTES];
        byte[] hash = new byte[HASH_BYTES];
        new SecureRandom().nextBytes(salt);
        new SecureRandom().nextBytes(hash);
        return new PasswordHash(ITERATIONS, salt, hash);
    }

    /** What {@link #text} wrote; empty when it is not that, or weaker than is written today. */
    static Optional<PasswordHash> parse(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        int iterations = Integer.parseInt(form.group(1));
        if (iterations < ITERATIONS || iterations > MOST_ITERATIONS) {
            return Optional.empty();
        }
        try {
            byte[] salt = Base64.getDecoder().decode(form.group(2));
            byte[] hash = Base64.getDecoder().decode(form.group(3));
            return salt.length == SALT_BYTES && hash.length == HASH_BYTES
                    ? Optional.of(new PasswordHash(iterations, salt, hash))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether it is this password; takes as long when it is not. */
    public boolean matches(char[] password) {
        return MessageDigest.isEqual(hash, derive(password, salt, iterations));
    }

    /** For the file of accounts. */
    String text() {
        var base64 = Base64.getEncoder();
        return "pbkdf2-sha512:%d:%s:%s"
                .formatted(iterations, base64.encodeToString(salt), base64.encodeToString(hash));
    }

    /** Nothing that could be guessed at. */
    @Override
    public String toString() {
        return "pbkdf2-sha512";
    }

    private static byte[] derive(char[] password, byte[] salt, int iterations) {
        char[] normal =
                Normalizer.normalize(new String(password), Normalizer.Form.NFKC).toCharArray();
        var spec = new PBEKeySpec(normal, salt, iterations, HASH_BYTES * 8);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot do PBKDF2 with HMAC-SHA-512", e);
        } finally {
            spec.clearPassword();
            Arrays.fill(normal, '\0');
        }
    }
}

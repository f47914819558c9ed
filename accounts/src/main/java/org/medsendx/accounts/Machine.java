package org.medsendx.accounts;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;
import org.medsendx.contracts.Sha256;

/**
 * A program that may send, and nothing else: it has no password and no session, and proves itself
 * with each request.
 *
 * @param name as audit lines have it, by the rules of {@link Account}
 * @param proof what it shows
 * @param until it may send no longer than this
 */
public record Machine(String name, Proof proof, Instant until) {

    /** So begins every token, which programs that look for lost secrets can find. */
    private static final String TOKEN_BEGIN = "medsendx_";

    private static final int TOKEN_BYTES = 32;

    /** What a machine shows, as it is kept. */
    public sealed interface Proof {

        /** 64 hexadecimal digits. */
        String sha256();

        /**
         * A bearer token (RFC 6750).
         *
         * @param sha256 of the token: 256 random bits need no slow hash
         */
        record Token(String sha256) implements Proof {
            public Token {
                checkDigest(sha256);
            }
        }

        /**
         * A certificate of TLS, whose key the connection has proved.
         *
         * @param sha256 of its DER form
         */
        record Certificate(String sha256) implements Proof {
            public Certificate {
                checkDigest(sha256);
            }
        }

        private static void checkDigest(String sha256) {
            if (!DIGEST.matcher(sha256).matches()) {
                throw new IllegalArgumentException("a proof is kept as a SHA-256");
            }
        }
    }

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    public Machine {
        if (!Account.isName(name)) {
            throw new IllegalArgumentException(
                    "a name has 1 to 40 lower case letters, digits and . _ - between them");
        }
    }

    /** A new token: it is shown once, and only its {@link #proofOf proof} is kept. */
    static String newToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return TOKEN_BEGIN + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What is kept of a token. */
    public static Proof.Token proofOf(String token) {
        return new Proof.Token(Sha256.of(token.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * What is kept of a certificate.
     *
     * @throws CertificateEncodingException it has no DER form
     */
    public static Proof.Certificate proofOf(X509Certificate certificate)
            throws CertificateEncodingException {
        return new Proof.Certificate(Sha256.of(certificate.getEncoded()));
    }

    /** Whether it may send now. */
    boolean mayAt(Instant now) {
        return now.isBefore(until);
    }
}

package org.medsendx.deidentification.pseudonym;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A customer's 256-bit key: every pseudonym is HMAC-SHA-256 (RFC 2104) of the original under a key
 * derived from it. Whoever holds it can recompute the pseudonym of a known patient; nobody else
 * can. Thread safe.
 */
public final class PseudonymKey implements Codes {

    /** Length of the key in bytes. */
    public static final int BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final Map<Purpose, SecretKeySpec> keys = new EnumMap<>(Purpose.class);
    private final String id;

    private PseudonymKey(byte[] secret) {
        var master = new SecretKeySpec(secret, ALGORITHM);
        for (Purpose purpose : Purpose.values()) {
            byte[] label = ("medsendx/1/" + purpose.label()).getBytes(StandardCharsets.UTF_8);
            keys.put(purpose, new SecretKeySpec(hmac(master, label), ALGORITHM));
        }
        id = HexFormat.of().formatHex(code(Purpose.KEY_ID), 0, 8);
    }

    /**
     * A key from its bytes.
     *
     * @throws IllegalArgumentException when there are not exactly {@value #BYTES}
     */
    public static PseudonymKey of(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("a pseudonym key has " + BYTES + " bytes");
        }
        return new PseudonymKey(Arrays.copyOf(secret, BYTES));
    }

    /** 16 hex digits of an HMAC of nothing. */
    @Override
    public String id() {
        return id;
    }

    @Override
    public byte[] code(Purpose purpose, String... parts) {
        SecretKeySpec key = keys.get(purpose);
        if (key == null) {
            throw new IllegalStateException("no key of purpose " + purpose);
        }
        return hmac(key, joined(parts));
    }

    /** Parts, each behind its length, so that no two lists of parts give the same bytes. */
    static byte[] joined(String... parts) {
        var joined = new java.io.ByteArrayOutputStream(64);
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            for (int shift = 24; shift >= 0; shift -= 8) {
                joined.write(bytes.length >>> shift);
            }
            joined.writeBytes(bytes);
        }
        return joined.toByteArray();
    }

    @Override
    public String toString() {
        return "PseudonymKey[" + id + "]";
    }

    private static byte[] hmac(SecretKeySpec key, byte[] input) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}

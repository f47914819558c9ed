package org.medsendx.backup;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.XECPrivateKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.KeyAgreement;

/** Keys of age for X25519: a recipient is public, an identity opens what was made for it. */
final class AgeKey {

    static final int BYTES = 32;

    private static final String RECIPIENT = "age";
    private static final String IDENTITY = "age-secret-key-";

    /** The curve's base point, u = 9 (RFC 7748, 4.1). */
    private static final byte[] BASE = new byte[BYTES];

    static {
        BASE[0] = 9;
    }

    private AgeKey() {}

    /**
     * The public key of a text that begins with {@code age1}.
     *
     * @throws IllegalArgumentException when it is none
     */
    static byte[] recipient(String text) {
        return sized(Bech32.decode(RECIPIENT, text));
    }

    /**
     * The secret key of a text that begins with {@code AGE-SECRET-KEY-1}.
     *
     * @throws IllegalArgumentException when it is none
     */
    static byte[] identity(String text) {
        return sized(Bech32.decode(IDENTITY, text));
    }

    private static byte[] sized(byte[] key) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException("not a key: of another length");
        }
        return key;
    }

    static String recipientText(byte[] recipient) {
        return Bech32.encode(RECIPIENT, recipient);
    }

    static String identityText(byte[] identity) {
        return Bech32.encode(IDENTITY, identity).toUpperCase(Locale.ROOT);
    }

    /** A new secret key. */
    static byte[] newIdentity(SecureRandom random) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("X25519");
        generator.initialize(NamedParameterSpec.X25519, random);
        return ((XECPrivateKey) generator.generateKeyPair().getPrivate())
                .getScalar()
                .orElseThrow(() -> new GeneralSecurityException("a key without its scalar"));
    }

    /** The recipient of an identity. */
    static byte[] recipientOf(byte[] identity) throws GeneralSecurityException {
        return agree(identity, BASE);
    }

    /**
     * X25519 (RFC 7748, 5).
     *
     * @throws GeneralSecurityException also for a point that gives zero
     */
    static byte[] agree(byte[] secret, byte[] point) throws GeneralSecurityException {
        var factory = KeyFactory.getInstance("X25519");
        byte[] big = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            big[i] = point[BYTES - 1 - i];
        }
        big[0] &= 0x7f;
        var key =
                (XECPublicKey)
                        factory.generatePublic(
                                new XECPublicKeySpec(
                                        NamedParameterSpec.X25519, new BigInteger(1, big)));
        var agreement = KeyAgreement.getInstance("X25519");
        agreement.init(
                factory.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, secret)));
        agreement.doPhase(key, true);
        byte[] shared = agreement.generateSecret();
        if (Arrays.equals(shared, new byte[BYTES])) {
            throw new GeneralSecurityException("a point of low order");
        }
        return shared;
    }
}

package org.medsendx.deidentification.report;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.medsendx.contracts.Sha256;
import org.medsendx.deidentification.pseudonym.KeyFile;

/**
 * The truck's Ed25519 key (RFC 8032) that signs verification reports. It signs and does nothing
 * else; it has nothing to do with the pseudonym key. On disk it is a PKCS#8 file in PEM, mode 0600,
 * such as {@code openssl genpkey -algorithm ed25519} writes. Thread safe.
 */
public final class SigningKey {

    private static final String ALGORITHM = "Ed25519";
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";

    private final PrivateKey key;
    private final PublicKey publicKey;

    private SigningKey(PrivateKey key, PublicKey publicKey) {
        this.key = key;
        this.publicKey = publicKey;
    }

    /**
     * Creates a random key with mode 0600. Never replaces a file.
     *
     * @return false when there is a file already
     */
    public static boolean create(Path file) throws java.io.IOException {
        return KeyFile.create(
                file,
                pem(PRIVATE, generated().getPrivate().getEncoded())
                        .getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Reads a key.
     *
     * @throws KeyFile.UnusableKeyException when it is absent, open to others or no Ed25519 key
     */
    public static SigningKey read(Path file) throws KeyFile.UnusableKeyException {
        String text = new String(KeyFile.content(file), StandardCharsets.US_ASCII);
        try {
            PrivateKey key =
                    KeyFactory.getInstance(ALGORITHM)
                            .generatePrivate(new PKCS8EncodedKeySpec(body(PRIVATE, text)));
            return new SigningKey(key, publicKey((EdECPrivateKey) key));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new KeyFile.UnusableKeyException(
                    file, "is not an Ed25519 private key in PEM (PKCS#8)");
        }
    }

    /**
     * Reads a public key in PEM, as it is published.
     *
     * @throws GeneralSecurityException when it is none
     */
    public static PublicKey publicKey(String pem) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(body(PUBLIC, pem)));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("expected an Ed25519 public key in PEM");
        }
    }

    /** Names a public key: the first 16 hex digits of the SHA-256 of its DER form. */
    public static String id(PublicKey publicKey) {
        return Sha256.of(publicKey.getEncoded()).substring(0, 16);
    }

    /** Names this key. */
    public String id() {
        return id(publicKey);
    }

    /** The public key in PEM (SubjectPublicKeyInfo, RFC 8410): for everybody. */
    public String publicPem() {
        return pem(PUBLIC, publicKey.getEncoded());
    }

    byte[] sign(byte[] bytes) {
        try {
            return sign(key, bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform of ours has " + ALGORITHM, e);
        }
    }

    static boolean verify(PublicKey publicKey, byte[] bytes, byte[] signature) {
        try {
            var verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(publicKey);
            verifier.update(bytes);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            // Such as a signature of another length.
            return false;
        }
    }

    /** Id only. */
    @Override
    public String toString() {
        return "SigningKey[" + id() + "]";
    }

    private static byte[] sign(PrivateKey key, byte[] bytes) throws GeneralSecurityException {
        var signer = Signature.getInstance(ALGORITHM);
        signer.initSign(key);
        signer.update(bytes);
        return signer.sign();
    }

    private static KeyPair generated() {
        try {
            return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform of ours has " + ALGORITHM, e);
        }
    }

    // The platform derives a public key only while it generates a pair: from the seed, given as the
    // randomness. That the two belong together is tried before they are used.
    private static PublicKey publicKey(EdECPrivateKey key) throws GeneralSecurityException {
        byte[] seed = key.getBytes().orElseThrow(IllegalArgumentException::new);
        var generator = KeyPairGenerator.getInstance(ALGORITHM);
        generator.initialize(NamedParameterSpec.ED25519, new Seed(seed));
        PublicKey derived = generator.generateKeyPair().getPublic();
        byte[] probe = "medsendx".getBytes(StandardCharsets.US_ASCII);
        if (!verify(derived, probe, sign(key, probe))) {
            throw new GeneralSecurityException("the public key does not belong to the private one");
        }
        return derived;
    }

    /** Gives the bytes it was made with. */
    private static final class Seed extends SecureRandom {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial")
        private final byte[] seed;

        Seed(byte[] seed) {
            this.seed = seed.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, Math.min(seed.length, bytes.length));
        }
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                .formatted(
                        label,
                        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der),
                        label)
                .replace("\r", "");
    }

    private static byte[] body(String label, String pem) {
        String begin = "-----BEGIN " + label + "-----";
        String end = "-----END " + label + "-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("no PEM of the kind");
        }
        return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
    }
}

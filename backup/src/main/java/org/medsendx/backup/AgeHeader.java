package org.medsendx.backup;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The head of a file of age, version 1 (C2SP, age.md): the key of the file, wrapped for each
 * recipient, and a check over all of it. Recipients of X25519 only.
 */
final class AgeHeader {

    private static final String VERSION = "age-encryption.org/v1";
    private static final String END = "---";
    private static final String X25519 = "-> X25519 ";
    private static final int FILE_KEY = 16;
    private static final int MAX_LINE = 4096;
    private static final int MAX_LINES = 1000;

    private static final Base64.Encoder TO = Base64.getEncoder().withoutPadding();
    private static final Base64.Decoder FROM = Base64.getDecoder();

    private AgeHeader() {}

    /** The bytes of a head for these recipients. */
    static byte[] write(byte[] fileKey, List<byte[]> recipients, SecureRandom random)
            throws GeneralSecurityException {
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("for nobody");
        }
        var text = new StringBuilder(VERSION).append('\n');
        for (byte[] recipient : recipients) {
            byte[] secret = AgeKey.newIdentity(random);
            byte[] share = AgeKey.recipientOf(secret);
            byte[] wrapped =
                    aead(Cipher.ENCRYPT_MODE, wrapKey(secret, recipient, share, recipient))
                            .doFinal(fileKey);
            text.append(X25519).append(TO.encodeToString(share)).append('\n');
            text.append(TO.encodeToString(wrapped)).append('\n');
        }
        text.append(END);
        byte[] mac = mac(fileKey, ascii(text.toString()));
        return ascii(text.append(' ').append(TO.encodeToString(mac)).append('\n').toString());
    }

    /**
     * Reads a head and leaves the stream behind it.
     *
     * @param identity who opens it
     * @return the key of the file
     * @throws IOException when it is none, was made for others, or was changed
     */
    static byte[] read(InputStream in, byte[] identity) throws IOException {
        var head = new StringBuilder();
        var lines = new ArrayList<String>();
        String line = line(in);
        if (!line.equals(VERSION)) {
            throw new IOException("not a file of age, version 1");
        }
        while (!line.startsWith(END)) {
            head.append(line).append('\n');
            lines.add(line);
            if (lines.size() > MAX_LINES) {
                throw new IOException("the head of the file has no end");
            }
            line = line(in);
        }
        head.append(END);
        try {
            byte[] fileKey = unwrap(lines, identity);
            if (fileKey == null) {
                throw new IOException("the file was not made for this key");
            }
            byte[] said = FROM.decode(line.substring(END.length()).strip());
            if (!MessageDigest.isEqual(said, mac(fileKey, ascii(head.toString())))) {
                throw new IOException("the head of the file was changed");
            }
            return fileKey;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("the head of the file is damaged", e);
        }
    }

    private static byte @Nullable [] unwrap(List<String> lines, byte[] identity)
            throws GeneralSecurityException {
        byte[] recipient = AgeKey.recipientOf(identity);
        for (int i = 0; i + 1 < lines.size(); i++) {
            if (!lines.get(i).startsWith(X25519)) {
                continue;
            }
            byte[] share = FROM.decode(lines.get(i).substring(X25519.length()));
            byte[] wrapped = FROM.decode(lines.get(i + 1));
            if (share.length != AgeKey.BYTES || wrapped.length != FILE_KEY + 16) {
                throw new GeneralSecurityException("a key of another length");
            }
            try {
                return aead(Cipher.DECRYPT_MODE, wrapKey(identity, share, share, recipient))
                        .doFinal(wrapped);
            } catch (javax.crypto.AEADBadTagException e) {
                // Made for somebody else.
            }
        }
        return null;
    }

    private static byte[] wrapKey(byte[] secret, byte[] point, byte[] share, byte[] recipient)
            throws GeneralSecurityException {
        byte[] salt = new byte[2 * AgeKey.BYTES];
        System.arraycopy(share, 0, salt, 0, AgeKey.BYTES);
        System.arraycopy(recipient, 0, salt, AgeKey.BYTES, AgeKey.BYTES);
        return derive(AgeKey.agree(secret, point), salt, VERSION + "/X25519");
    }

    // The key is used once, so the nonce may be fixed.
    private static Cipher aead(int mode, byte[] key) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("ChaCha20-Poly1305");
        cipher.init(mode, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(new byte[12]));
        return cipher;
    }

    private static byte[] mac(byte[] fileKey, byte[] head) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(derive(fileKey, new byte[0], "header"), "HmacSHA256"));
        return mac.doFinal(head);
    }

    /** HKDF-SHA-256 (RFC 5869), 32 bytes. */
    static byte[] derive(byte[] from, byte[] salt, String info) throws GeneralSecurityException {
        var extract = HKDFParameterSpec.ofExtract().addIKM(from);
        if (salt.length > 0) {
            extract = extract.addSalt(salt);
        }
        return KDF.getInstance("HKDF-SHA256").deriveData(extract.thenExpand(ascii(info), 32));
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int one = in.read(); one != '\n'; one = in.read()) {
            if (one < 0 || line.size() >= MAX_LINE) {
                throw new IOException("not a file of age, or cut off");
            }
            line.write(one);
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

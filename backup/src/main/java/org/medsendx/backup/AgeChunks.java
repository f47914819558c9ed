package org.medsendx.backup;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The ciphers of the pieces of a file: 64 KiB each, numbered, the last one marked, so that none can
 * be moved, left out or cut off unseen (C2SP, age.md, Payload).
 */
final class AgeChunks {

    static final int BYTES = 64 << 10;
    static final int TAG = 16;

    private final SecretKeySpec key;
    private long number;

    AgeChunks(byte[] fileKey, byte[] nonce) throws GeneralSecurityException {
        byte[] derived = AgeHeader.derive(fileKey, nonce, "payload");
        key = new SecretKeySpec(derived, "ChaCha20");
        Arrays.fill(derived, (byte) 0);
    }

    Cipher next(int mode, boolean last) throws GeneralSecurityException {
        byte[] nonce = new byte[12];
        for (int i = 0; i < Long.BYTES; i++) {
            nonce[10 - i] = (byte) (number >>> 8 * i);
        }
        nonce[11] = (byte) (last ? 1 : 0);
        number++;
        var cipher = Cipher.getInstance("ChaCha20-Poly1305");
        cipher.init(mode, key, new IvParameterSpec(nonce));
        return cipher;
    }
}

package org.medsendx.segmenter.instance;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.medsendx.contracts.Sha256;

/**
 * UIDs of what is made of an instance: 2.25 and a UUID (PS3.5, B.2) of version 8 (RFC 9562) that is
 * a digest, so that the same work done again has the same UIDs. They are made of UIDs that are
 * pseudonyms already, and tell nothing that those do not.
 */
public final class DerivedUid {

    private static final int UUID_BYTES = 16;

    private DerivedUid() {}

    /**
     * A UID.
     *
     * @param purpose what it is for; another purpose gives another UID
     * @param of what it is made of
     */
    public static String of(String purpose, String... of) {
        var digest = Sha256.digest();
        digest.update(("medsendx-derived " + purpose).getBytes(StandardCharsets.UTF_8));
        for (String part : of) {
            digest.update((byte) 0);
            digest.update(part.getBytes(StandardCharsets.UTF_8));
        }
        byte[] uuid = Arrays.copyOf(digest.digest(), UUID_BYTES);
        uuid[6] = (byte) (uuid[6] & 0x0F | 0x80);
        uuid[8] = (byte) (uuid[8] & 0x3F | 0x80);
        return "2.25." + new BigInteger(1, uuid);
    }
}

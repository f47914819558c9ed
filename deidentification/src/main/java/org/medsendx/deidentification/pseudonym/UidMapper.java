package org.medsendx.deidentification.pseudonym;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/**
 * New UIDs for original ones: {@code 2.25.} and the decimal form of a UUID (PS3.5, B.2) that is 128
 * bits of a code in the form of version 8 (RFC 9562, 5.8). The same original gives the same new UID
 * in every file, run and truck that holds the same key. Remembers what it mapped; made for one
 * instance and one thread.
 */
public final class UidMapper {

    /** The root of UIDs that DICOM itself defines; they name no instance. */
    public static final String STANDARD_ROOT = "1.2.840.10008.";

    private final Codes codes;
    private final Map<String, String> known = new HashMap<>();

    public UidMapper(Codes codes) {
        this.codes = codes;
    }

    /** The new UID of an original; a UID that the standard defines stays. */
    public String map(String uid) {
        String original = stripped(uid);
        if (original.startsWith(STANDARD_ROOT)) {
            return original;
        }
        return known.computeIfAbsent(original, one -> uuid(codes.code(Purpose.UID, one)));
    }

    /** A UID for what has none, made from the instance that lacks it. */
    public String substitute(Purpose purpose, String sopInstanceUid) {
        return uuid(codes.code(purpose, stripped(sopInstanceUid)));
    }

    /** A UID without the padding that files have around it. */
    public static String stripped(String uid) {
        int from = 0;
        int to = uid.length();
        while (to > from && uid.charAt(to - 1) <= ' ') {
            to--;
        }
        while (from < to && uid.charAt(from) <= ' ') {
            from++;
        }
        return uid.substring(from, to);
    }

    private static String uuid(byte[] mac) {
        var bytes = new byte[16];
        System.arraycopy(mac, 0, bytes, 0, 16);
        bytes[6] = (byte) ((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte) ((bytes[8] & 0x3F) | 0x80);
        return "2.25." + new BigInteger(1, bytes);
    }
}

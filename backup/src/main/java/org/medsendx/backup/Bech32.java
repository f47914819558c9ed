package org.medsendx.backup;

import java.io.ByteArrayOutputStream;
import java.util.Locale;

/** The text form of age's keys (BIP 173, without its limit of length). */
final class Bech32 {

    private static final String LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int[] GENERATOR = {
        0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3
    };
    private static final int CHECK = 6;

    private Bech32() {}

    /** The text, in small letters. */
    static String encode(String prefix, byte[] data) {
        byte[] fives = regroup(data, 8, 5, true);
        var text = new StringBuilder(prefix).append('1');
        for (byte five : fives) {
            text.append(LETTERS.charAt(five));
        }
        byte[] all = new byte[fives.length + CHECK];
        System.arraycopy(fives, 0, all, 0, fives.length);
        int sum = checksum(prefix, all) ^ 1;
        for (int i = 0; i < CHECK; i++) {
            text.append(LETTERS.charAt(sum >>> 5 * (CHECK - 1 - i) & 31));
        }
        return text.toString();
    }

    /**
     * The bytes of a text.
     *
     * @throws IllegalArgumentException when it has another prefix, or a letter of it is wrong; the
     *     message does not quote it
     */
    static byte[] decode(String prefix, String text) {
        String low = text.toLowerCase(Locale.ROOT);
        boolean mixed = !text.equals(low) && !text.equals(text.toUpperCase(Locale.ROOT));
        if (mixed || !low.startsWith(prefix + '1') || low.length() < prefix.length() + 1 + CHECK) {
            throw new IllegalArgumentException("not a key that begins with " + prefix + "1");
        }
        byte[] fives = new byte[low.length() - prefix.length() - 1];
        for (int i = 0; i < fives.length; i++) {
            int value = LETTERS.indexOf(low.charAt(prefix.length() + 1 + i));
            if (value < 0) {
                throw new IllegalArgumentException("not a key: a letter that none has");
            }
            fives[i] = (byte) value;
        }
        if (checksum(prefix, fives) != 1) {
            throw new IllegalArgumentException("not a key: a letter of it is wrong");
        }
        byte[] data = new byte[fives.length - CHECK];
        System.arraycopy(fives, 0, data, 0, data.length);
        return regroup(data, 5, 8, false);
    }

    private static int checksum(String prefix, byte[] fives) {
        int sum = 1;
        for (int i = 0; i < prefix.length(); i++) {
            sum = step(sum, prefix.charAt(i) >>> 5);
        }
        sum = step(sum, 0);
        for (int i = 0; i < prefix.length(); i++) {
            sum = step(sum, prefix.charAt(i) & 31);
        }
        for (byte five : fives) {
            sum = step(sum, five);
        }
        return sum;
    }

    private static int step(int sum, int value) {
        int top = sum >>> 25;
        int next = (sum & 0x1ffffff) << 5 ^ value;
        for (int i = 0; i < GENERATOR.length; i++) {
            if ((top >>> i & 1) == 1) {
                next ^= GENERATOR[i];
            }
        }
        return next;
    }

    private static byte[] regroup(byte[] data, int from, int to, boolean pad) {
        var out = new ByteArrayOutputStream();
        int held = 0;
        int bits = 0;
        for (byte one : data) {
            held = (held << from | one & 0xff) & 0xfff;
            bits += from;
            while (bits >= to) {
                bits -= to;
                out.write(held >>> bits & (1 << to) - 1);
            }
        }
        if (pad && bits > 0) {
            out.write(held << to - bits & (1 << to) - 1);
        } else if (!pad && (bits >= from || (held & (1 << bits) - 1) != 0)) {
            throw new IllegalArgumentException("not a key: its end is wrong");
        }
        return out.toByteArray();
    }
}

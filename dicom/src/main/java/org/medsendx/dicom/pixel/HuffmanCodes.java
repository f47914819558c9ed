package org.medsendx.dicom.pixel;

import java.util.Arrays;

/** The codes of a Huffman table, for encoding (ITU-T T.81, C). */
final class HuffmanCodes {

    private static final int SYMBOLS = 256;
    private static final int LONGEST = 16;

    private final int[] counts;
    private final byte[] symbols;
    private final int[] code = new int[SYMBOLS];

    /** By symbol; 0 for one that has no code. */
    private final int[] length = new int[SYMBOLS];

    /**
     * @param counts how many codes of 1 to 16 bits there are
     * @param symbols their symbols in order
     */
    HuffmanCodes(int[] counts, byte[] symbols) {
        this.counts = counts;
        this.symbols = symbols;
        int next = 0;
        int index = 0;
        for (int bits = 1; bits <= LONGEST; bits++) {
            for (int i = 0; i < counts[bits - 1]; i++) {
                int symbol = symbols[index++] & 0xFF;
                code[symbol] = next++;
                length[symbol] = bits;
            }
            next <<= 1;
        }
    }

    /** Codes for every symbol that occurs, as short as they can be (ITU-T T.81, K.2). */
    static HuffmanCodes optimal(long[] occurrences) {
        // one more keeps the code of all ones free
        long[] frequency = Arrays.copyOf(occurrences, SYMBOLS + 1);
        frequency[SYMBOLS] = 1;
        int[] size = new int[SYMBOLS + 1];
        int[] others = new int[SYMBOLS + 1];
        Arrays.fill(others, -1);
        for (int least = least(frequency, -1); ; least = least(frequency, -1)) {
            int next = least(frequency, least);
            if (next < 0) {
                break;
            }
            frequency[least] += frequency[next];
            frequency[next] = 0;
            int last = deepen(size, others, least);
            others[last] = next;
            deepen(size, others, next);
        }
        int[] counts = new int[SYMBOLS + 2];
        for (int symbolSize : size) {
            if (symbolSize > 0) {
                counts[symbolSize]++;
            }
        }
        limit(counts);
        byte[] symbols = new byte[SYMBOLS];
        int used = 0;
        for (int bits = 1; bits <= SYMBOLS; bits++) {
            for (int symbol = 0; symbol < SYMBOLS; symbol++) {
                if (size[symbol] == bits) {
                    symbols[used++] = (byte) symbol;
                }
            }
        }
        return new HuffmanCodes(
                Arrays.copyOfRange(counts, 1, LONGEST + 1), Arrays.copyOf(symbols, used));
    }

    /** The last of the least frequencies above 0, but not a given one; -1 when there is none. */
    private static int least(long[] frequency, int except) {
        int found = -1;
        for (int i = 0; i < frequency.length; i++) {
            if (i != except
                    && frequency[i] > 0
                    && (found < 0 || frequency[i] <= frequency[found])) {
                found = i;
            }
        }
        return found;
    }

    private static int deepen(int[] size, int[] others, int first) {
        int at = first;
        size[at]++;
        while (others[at] >= 0) {
            at = others[at];
            size[at]++;
        }
        return at;
    }

    /** Codes of at most sixteen bits, and none for the symbol that was added (figure K.3). */
    private static void limit(int[] counts) {
        for (int bits = counts.length - 1; bits > LONGEST; bits--) {
            while (counts[bits] > 0) {
                int shorter = bits - 2;
                while (counts[shorter] == 0) {
                    shorter--;
                }
                counts[bits] -= 2;
                counts[bits - 1]++;
                counts[shorter + 1] += 2;
                counts[shorter]--;
            }
        }
        int longest = LONGEST;
        while (counts[longest] == 0) {
            longest--;
        }
        counts[longest]--;
    }

    /** Whether every symbol that occurs has a code. */
    boolean has(long[] occurrences) {
        for (int symbol = 0; symbol < SYMBOLS; symbol++) {
            if (occurrences[symbol] > 0 && length[symbol] == 0) {
                return false;
            }
        }
        return true;
    }

    int code(int symbol) {
        return code[symbol];
    }

    int length(int symbol) {
        return length[symbol];
    }

    /** The table as a stream has it behind its number (B.2.4.2). */
    void write(ByteSink out) {
        for (int count : counts) {
            out.u8(count);
        }
        out.bytes(symbols, 0, symbols.length);
    }

    /** The bytes that {@link #write} takes. */
    int size() {
        return counts.length + symbols.length;
    }
}

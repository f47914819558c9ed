package org.medsendx.dicom.pixel;

import java.util.Arrays;

/** A Huffman table of a JPEG stream (ITU-T T.81, C and F.2.2.3). */
final class HuffmanTable {

    private static final int LOOKUP_BITS = 10;
    private static final int LONGEST = 16;

    /** For the next ten bits: length of the code and its symbol; 0 for longer codes. */
    private final short[] lookup = new short[1 << LOOKUP_BITS];

    /** For a length: one more than the last code of it, left-aligned in sixteen bits. */
    private final int[] limit = new int[LONGEST + 1];

    /** For a length: what to add to a code to get the index of its symbol. */
    private final int[] offset = new int[LONGEST + 1];

    private final int[] counts;
    private final byte[] symbols;

    /**
     * @param counts how many codes of 1 to 16 bits there are
     * @param symbols their symbols in order
     * @throws UnsupportedImageException {@code code-stream} when there are more codes than fit
     */
    HuffmanTable(int[] counts, byte[] symbols) throws UnsupportedImageException {
        this.counts = counts;
        this.symbols = symbols;
        int code = 0;
        int index = 0;
        for (int length = 1; length <= LONGEST; length++) {
            int count = counts[length - 1];
            offset[length] = index - code;
            if (code + count > 1 << length) {
                throw new UnsupportedImageException("code-stream");
            }
            if (length <= LOOKUP_BITS) {
                int shift = LOOKUP_BITS - length;
                for (int i = 0; i < count; i++) {
                    short entry = (short) (length << 8 | (symbols[index + i] & 0xFF));
                    Arrays.fill(lookup, (code + i) << shift, (code + i + 1) << shift, entry);
                }
            }
            code += count;
            index += count;
            limit[length] = code << (LONGEST - length);
            code <<= 1;
        }
    }

    /** The same codes for encoding. */
    HuffmanCodes codes() {
        return new HuffmanCodes(counts, symbols);
    }

    /** Takes one code from the stream. */
    int decode(EntropyBits bits) throws UnsupportedImageException {
        int next = bits.peek16();
        int entry = lookup[next >> (LONGEST - LOOKUP_BITS)];
        if (entry != 0) {
            bits.skip(entry >> 8);
            return entry & 0xFF;
        }
        for (int length = LOOKUP_BITS + 1; length <= LONGEST; length++) {
            if (next < limit[length]) {
                bits.skip(length);
                return symbols[(next >> (LONGEST - length)) + offset[length]] & 0xFF;
            }
        }
        throw new UnsupportedImageException("code-stream");
    }
}

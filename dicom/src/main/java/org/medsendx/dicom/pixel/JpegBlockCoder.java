package org.medsendx.dicom.pixel;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.pixel.JpegStream.Scan;
import org.medsendx.dicom.pixel.JpegStream.ScanComponent;

/** Takes the symbols of a sequential scan in order (ITU-T T.81, F.1.2). */
sealed interface JpegBlockCoder {

    int END_OF_BLOCK = 0x00;
    int SIXTEEN_ZEROS = 0xF0;
    int LARGEST_CATEGORY = 15;

    /**
     * The difference of a DC coefficient.
     *
     * @param i which component of the scan
     */
    void dc(int i, int difference) throws UnsupportedImageException;

    /** A run of zeros and the bits of the coefficient behind it. */
    void ac(int i, int symbol, int bits);

    /** The end of a restart interval. */
    void restart(int number);

    private static int category(int difference) throws UnsupportedImageException {
        int category = Integer.SIZE - Integer.numberOfLeadingZeros(Math.abs(difference));
        if (category > LARGEST_CATEGORY) {
            throw JpegStream.broken();
        }
        return category;
    }

    /** Counts how often symbols occur. */
    final class Counting implements JpegBlockCoder {

        private final long[][] dc;
        private final long[][] ac;

        Counting(int components) {
            dc = new long[components][256];
            ac = new long[components][256];
        }

        @Override
        public void dc(int i, int difference) throws UnsupportedImageException {
            dc[i][category(difference)]++;
        }

        @Override
        public void ac(int i, int symbol, int bits) {
            ac[i][symbol]++;
        }

        @Override
        public void restart(int number) {}

        /** The symbols of all components that share a table. */
        long[] dc(Scan scan, int table) {
            long[] sum = new long[256];
            for (int i = 0; i < dc.length; i++) {
                add(sum, dc[i], scan.components().get(i).dcTable() == table);
            }
            return sum;
        }

        long[] ac(Scan scan, int table) {
            long[] sum = new long[256];
            for (int i = 0; i < ac.length; i++) {
                add(sum, ac[i], scan.components().get(i).acTable() == table);
            }
            return sum;
        }

        private static void add(long[] sum, long[] counts, boolean shared) {
            for (int symbol = 0; shared && symbol < sum.length; symbol++) {
                sum[symbol] += counts[symbol];
            }
        }
    }

    /** Writes symbols as entropy-coded bytes. */
    final class Writing implements JpegBlockCoder {

        private final HuffmanCodes[] dc;
        private final HuffmanCodes[] ac;
        private final ByteSink out;
        private long buffer;
        private int used;

        /** Takes the codes of each table number; those of the scan are there. */
        Writing(
                Scan scan,
                @Nullable HuffmanCodes[] dcTables,
                @Nullable HuffmanCodes[] acTables,
                ByteSink out) {
            int count = scan.components().size();
            this.dc = new HuffmanCodes[count];
            this.ac = new HuffmanCodes[count];
            this.out = out;
            for (int i = 0; i < count; i++) {
                ScanComponent component = scan.components().get(i);
                dc[i] = Objects.requireNonNull(dcTables[component.dcTable()]);
                ac[i] = Objects.requireNonNull(acTables[component.acTable()]);
            }
        }

        @Override
        public void dc(int i, int difference) throws UnsupportedImageException {
            int category = category(difference);
            put(dc[i].code(category), dc[i].length(category));
            put(difference < 0 ? difference - 1 : difference, category);
        }

        @Override
        public void ac(int i, int symbol, int bits) {
            put(ac[i].code(symbol), ac[i].length(symbol));
            put(bits, symbol & 15);
        }

        @Override
        public void restart(int number) {
            finish();
            out.u16(0xFFD0 | number);
        }

        private void put(int bits, int count) {
            buffer = buffer << count | (bits & ((1L << count) - 1));
            used += count;
            while (used >= 8) {
                used -= 8;
                int next = (int) (buffer >>> used) & 0xFF;
                out.u8(next);
                if (next == 0xFF) {
                    out.u8(0);
                }
            }
        }

        /** Fills the last byte with ones (F.1.2.3). */
        void finish() {
            if (used > 0) {
                put(0xFF, 8 - used);
            }
        }
    }
}

package org.medsendx.dicom.pixel;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.pixel.JpegDctDecoder.Plane;
import org.medsendx.dicom.pixel.JpegStream.Scan;
import org.medsendx.dicom.pixel.JpegStream.ScanComponent;

/** A scan that has a band of coefficients, or one more bit of them (ITU-T T.81, G.1.2). */
final class ProgressiveScan extends DctScan {

    private static final int MAX_LOW_BIT = 13;

    private final short[][] blocks;
    private final HuffmanTable[] dc;
    private final @Nullable HuffmanTable ac;
    private final int start;
    private final int end;
    private final int low;
    private final boolean refining;

    /** How many blocks from this one on have no more in this band. */
    private int endOfBandRun;

    ProgressiveScan(
            JpegStream jpeg,
            Scan scan,
            List<Plane> all,
            Coefficients coefficients,
            EntropyBits bits)
            throws UnsupportedImageException {
        super(jpeg, scan, all, bits);
        int count = scan.components().size();
        start = scan.start();
        end = scan.end();
        low = scan.low();
        refining = scan.high() != 0;
        boolean band = start == 0 ? end == 0 : end >= start && end < 64 && count == 1;
        if (!band || low > MAX_LOW_BIT || (refining && scan.high() != low + 1)) {
            throw JpegStream.broken();
        }
        blocks = new short[count][];
        dc = new HuffmanTable[count];
        for (int i = 0; i < count; i++) {
            ScanComponent component = scan.components().get(i);
            blocks[i] = coefficients.of(component.index());
            if (start == 0 && !refining) {
                coefficients.begin(component.index());
                dc[i] = table(jpeg.dcTables[component.dcTable()]);
            }
            coefficients.requireBegun(component.index());
        }
        ac = start == 0 ? null : table(jpeg.acTables[scan.components().getFirst().acTable()]);
    }

    @Override
    void restart() {
        endOfBandRun = 0;
    }

    @Override
    void block(int i, int row, int column) throws UnsupportedImageException {
        short[] all = blocks[i];
        int at = (row * (planes[i].width() / 8) + column) * 64;
        if (ac != null) {
            if (refining) {
                refine(ac, all, at);
            } else {
                band(ac, all, at);
            }
        } else if (refining) {
            all[at] |= (short) (bits.take(1) << low);
        } else {
            all[at] = (short) (dc(i, dc[i]) << low);
        }
    }

    /** The first bits of a band (G.1.2.2). */
    private void band(HuffmanTable table, short[] all, int at) throws UnsupportedImageException {
        if (endOfBandRun > 0) {
            endOfBandRun--;
            return;
        }
        int k = start;
        while (k <= end) {
            int symbol = table.decode(bits);
            int size = symbol & 15;
            int zeros = symbol >> 4;
            if (size == 0) {
                if (zeros < 15) {
                    endOfBandRun = (1 << zeros) + bits.take(zeros) - 1;
                    return;
                }
                k += 16;
                continue;
            }
            k += zeros;
            if (k > end) {
                throw JpegStream.broken();
            }
            all[at + ZIGZAG[k]] = (short) (bits.difference(size) << low);
            k++;
        }
    }

    /** One more bit of a band (G.1.2.3). */
    private void refine(HuffmanTable table, short[] all, int at) throws UnsupportedImageException {
        int k = start;
        if (endOfBandRun == 0) {
            while (k <= end) {
                int symbol = table.decode(bits);
                int zeros = symbol >> 4;
                int value = 0;
                if ((symbol & 15) == 0) {
                    if (zeros < 15) {
                        endOfBandRun = (1 << zeros) + bits.take(zeros);
                        break;
                    }
                } else {
                    value = bits.take(1) == 1 ? 1 << low : -1 << low;
                }
                k = place(all, at, k, zeros, value);
            }
        }
        if (endOfBandRun > 0) {
            for (; k <= end; k++) {
                correct(all, at + ZIGZAG[k]);
            }
            endOfBandRun--;
        }
    }

    /** Puts a new coefficient behind some zeros, correcting others on the way. */
    private int place(short[] all, int at, int from, int zeros, int value)
            throws UnsupportedImageException {
        int left = zeros;
        for (int k = from; k <= end; k++) {
            int index = at + ZIGZAG[k];
            if (all[index] != 0) {
                correct(all, index);
            } else if (left == 0) {
                all[index] = (short) value;
                return k + 1;
            } else {
                left--;
            }
        }
        return end + 1;
    }

    private void correct(short[] all, int index) throws UnsupportedImageException {
        int value = all[index];
        if (value != 0 && bits.take(1) == 1 && (Math.abs(value) >> low & 1) == 0) {
            all[index] += (short) (value > 0 ? 1 << low : -1 << low);
        }
    }
}

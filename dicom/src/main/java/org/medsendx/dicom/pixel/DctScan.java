package org.medsendx.dicom.pixel;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.pixel.JpegDctDecoder.Plane;
import org.medsendx.dicom.pixel.JpegStream.Scan;

/** The blocks of one scan of a DCT-based JPEG, in their order (ITU-T T.81, A.2). */
abstract sealed class DctScan permits SequentialScan, ProgressiveScan {

    static final int[] ZIGZAG = {
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27,
        20, 13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
        58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63
    };

    private final int restartInterval;
    final Scan scan;
    final EntropyBits bits;

    /** Those of the scan. */
    final Plane[] planes;

    /** The last DC coefficient of each component. */
    final int[] predictions;

    DctScan(JpegStream jpeg, Scan scan, List<Plane> all, EntropyBits bits) {
        int count = scan.components().size();
        this.restartInterval = jpeg.restartInterval;
        this.scan = scan;
        this.bits = bits;
        this.planes = new Plane[count];
        this.predictions = new int[count];
        for (int i = 0; i < count; i++) {
            planes[i] = all.get(scan.components().get(i).index());
        }
    }

    /**
     * Decodes one block.
     *
     * @param i which component of the scan
     */
    abstract void block(int i, int row, int column) throws UnsupportedImageException;

    /** Begins anew behind a restart marker. */
    abstract void restart();

    final void decode() throws UnsupportedImageException {
        boolean single = planes.length == 1;
        Plane first = planes[0];
        // a scan of one component has no blocks beyond the image (A.2.2)
        int columns =
                single
                        ? JpegDctDecoder.ceiling(first.columns(), 8)
                        : first.width() / 8 / first.component().horizontal();
        int rows =
                single
                        ? JpegDctDecoder.ceiling(first.rows(), 8)
                        : first.samples().length / first.width() / 8 / first.component().vertical();
        int left = restartInterval;
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                if (restartInterval > 0 && left == 0) {
                    bits.restart();
                    Arrays.fill(predictions, 0);
                    restart();
                    left = restartInterval;
                }
                left--;
                unit(single, x, y);
            }
        }
    }

    private void unit(boolean single, int x, int y) throws UnsupportedImageException {
        for (int i = 0; i < planes.length; i++) {
            int across = single ? 1 : planes[i].component().horizontal();
            int down = single ? 1 : planes[i].component().vertical();
            for (int v = 0; v < down; v++) {
                for (int h = 0; h < across; h++) {
                    block(i, y * down + v, x * across + h);
                }
            }
        }
    }

    /** The difference of a DC coefficient added to the last one (F.2.2.1). */
    final int dc(int i, HuffmanTable table) throws UnsupportedImageException {
        int category = table.decode(bits);
        if (category > 15) {
            throw JpegStream.broken();
        }
        predictions[i] += bits.difference(category);
        return predictions[i];
    }

    static HuffmanTable table(@Nullable HuffmanTable table) throws UnsupportedImageException {
        if (table == null) {
            throw JpegStream.broken();
        }
        return table;
    }
}

package org.medsendx.dicom.pixel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.medsendx.dicom.pixel.JpegStream.Component;
import org.medsendx.dicom.pixel.JpegStream.Scan;
import org.medsendx.dicom.pixel.JpegStream.ScanComponent;

/**
 * JPEG baseline and extended sequential, Huffman, of 8 and 12 bits (ITU-T T.81, F; DICOM processes
 * 1, 2 and 4). Colour is not converted: YBR stays YBR.
 */
final class JpegDctDecoder implements FrameDecoder {

    private static final int BASELINE = 0xC0;
    private static final int EXTENDED = 0xC1;

    private static final int[] ZIGZAG = {
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27,
        20, 13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
        58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63
    };

    /**
     * A component's samples.
     *
     * @param columns how many columns of it the image has; {@code width} is that of whole blocks
     */
    @SuppressWarnings("ArrayRecordComponent") // filled block by block
    record Plane(Component component, int columns, int rows, int width, int[] samples) {}

    @Override
    public int[] decode(byte[] stream, Image image) throws UnsupportedImageException {
        var jpeg = new JpegStream(stream);
        List<Plane> planes = List.of();
        int done = 0;
        for (Scan scan = jpeg.nextScan(); scan != null; scan = jpeg.nextScan()) {
            if (done == 0) {
                check(jpeg, stream, image);
                planes = planes(jpeg);
            }
            done += scan.components().size();
            if (done > planes.size()) {
                throw JpegStream.broken();
            }
            var bits = new EntropyBits(stream, jpeg.position());
            new ScanDecoder(jpeg, scan, planes, bits).decode();
            jpeg.position(bits.position());
            if (done == planes.size()) {
                return ChromaUpsampling.pixels(jpeg, planes);
            }
        }
        throw JpegStream.broken();
    }

    private static void check(JpegStream jpeg, byte[] stream, Image image)
            throws UnsupportedImageException {
        if (jpeg.process != BASELINE && jpeg.process != EXTENDED) {
            throw new UnsupportedImageException("jpeg-process");
        }
        boolean fits =
                jpeg.rows == image.rows()
                        && jpeg.columns == image.columns()
                        && jpeg.components.size() == image.samplesPerPixel()
                        && (jpeg.precision == 8 || jpeg.precision == 12)
                        && jpeg.precision <= image.bitsAllocated()
                        // a block of 64 takes two bits at least, subsampled ones stand for more
                        && image.samples() <= 16L * 32 * 8 * stream.length;
        if (!fits) {
            throw JpegStream.broken();
        }
    }

    private static int largest(JpegStream jpeg, boolean horizontal) {
        return jpeg.components.stream()
                .mapToInt(c -> horizontal ? c.horizontal() : c.vertical())
                .max()
                .orElse(1);
    }

    private static int ceiling(int value, int unit) {
        return (value + unit - 1) / unit;
    }

    private static List<Plane> planes(JpegStream jpeg) {
        int hMax = largest(jpeg, true);
        int vMax = largest(jpeg, false);
        int unitColumns = ceiling(jpeg.columns, 8 * hMax);
        int unitRows = ceiling(jpeg.rows, 8 * vMax);
        List<Plane> planes = new ArrayList<>(jpeg.components.size());
        for (Component component : jpeg.components) {
            int width = unitColumns * component.horizontal() * 8;
            int height = unitRows * component.vertical() * 8;
            planes.add(
                    new Plane(
                            component,
                            ceiling(jpeg.columns * component.horizontal(), hMax),
                            ceiling(jpeg.rows * component.vertical(), vMax),
                            width,
                            new int[width * height]));
        }
        return planes;
    }

    /** Decodes the blocks of one scan. */
    private static final class ScanDecoder {

        private final JpegStream jpeg;
        private final EntropyBits bits;
        private final Plane[] planes;
        private final HuffmanTable[] dc;
        private final HuffmanTable[] ac;
        private final int[][] quantization;
        private final int[] predictions;
        private final int[] block = new int[64];
        private final InverseDct dct;

        ScanDecoder(JpegStream jpeg, Scan scan, List<Plane> all, EntropyBits bits)
                throws UnsupportedImageException {
            int count = scan.components().size();
            this.jpeg = jpeg;
            this.bits = bits;
            this.planes = new Plane[count];
            this.dc = new HuffmanTable[count];
            this.ac = new HuffmanTable[count];
            this.quantization = new int[count][];
            this.predictions = new int[count];
            this.dct = new InverseDct(jpeg.precision);
            for (int i = 0; i < count; i++) {
                ScanComponent component = scan.components().get(i);
                planes[i] = all.get(component.index());
                HuffmanTable dcTable = jpeg.dcTables[component.dcTable()];
                HuffmanTable acTable = jpeg.acTables[component.acTable()];
                int[] steps = jpeg.quantization[planes[i].component().quantization()];
                if (dcTable == null || acTable == null || steps == null) {
                    throw JpegStream.broken();
                }
                dc[i] = dcTable;
                ac[i] = acTable;
                quantization[i] = steps;
            }
        }

        void decode() throws UnsupportedImageException {
            boolean single = planes.length == 1;
            Plane first = planes[0];
            // a scan of one component has no blocks beyond the image (A.2.2)
            int columns =
                    single
                            ? ceiling(first.columns(), 8)
                            : first.width() / 8 / first.component().horizontal();
            int rows =
                    single
                            ? ceiling(first.rows(), 8)
                            : first.samples().length
                                    / first.width()
                                    / 8
                                    / first.component().vertical();
            int left = jpeg.restartInterval;
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < columns; x++) {
                    if (jpeg.restartInterval > 0 && left == 0) {
                        bits.restart();
                        Arrays.fill(predictions, 0);
                        left = jpeg.restartInterval;
                    }
                    left--;
                    unit(single, x, y);
                }
            }
        }

        private void unit(boolean single, int x, int y) throws UnsupportedImageException {
            for (int i = 0; i < planes.length; i++) {
                Plane plane = planes[i];
                int across = single ? 1 : plane.component().horizontal();
                int down = single ? 1 : plane.component().vertical();
                for (int v = 0; v < down; v++) {
                    for (int h = 0; h < across; h++) {
                        coefficients(i);
                        int row = (y * down + v) * 8;
                        int column = (x * across + h) * 8;
                        int at = row * plane.width() + column;
                        dct.transform(block, plane.samples(), at, plane.width());
                    }
                }
            }
        }

        /** One block, dequantised (F.2.2). */
        private void coefficients(int i) throws UnsupportedImageException {
            Arrays.fill(block, 0);
            int[] steps = quantization[i];
            int category = dc[i].decode(bits);
            if (category > 15) {
                throw JpegStream.broken();
            }
            predictions[i] += bits.difference(category);
            block[0] = predictions[i] * steps[0];
            int k = 1;
            while (k < 64) {
                int symbol = ac[i].decode(bits);
                int size = symbol & 15;
                int zeros = symbol >> 4;
                if (size == 0) {
                    if (zeros != 15) {
                        return;
                    }
                    k += 16;
                    continue;
                }
                k += zeros;
                if (k > 63) {
                    throw JpegStream.broken();
                }
                block[ZIGZAG[k]] = bits.difference(size) * steps[k];
                k++;
            }
        }
    }
}

package org.medsendx.dicom.pixel;

import org.medsendx.dicom.pixel.JpegStream.Component;
import org.medsendx.dicom.pixel.JpegStream.Scan;
import org.medsendx.dicom.pixel.JpegStream.ScanComponent;

/** JPEG lossless, Huffman (ITU-T T.81, H; DICOM processes 14 and 14 SV1): all seven predictors. */
final class JpegLosslessDecoder implements FrameDecoder {

    @Override
    public int[] decode(byte[] stream, Image image) throws UnsupportedImageException {
        var jpeg = new JpegStream(stream);
        int[] cells = new int[0];
        int done = 0;
        for (Scan scan = jpeg.nextScan(); scan != null; scan = jpeg.nextScan()) {
            if (done == 0) {
                check(jpeg, stream, image);
                cells = new int[image.samples()];
            }
            done += scan.components().size();
            if (done > image.samplesPerPixel()) {
                throw JpegStream.broken();
            }
            var bits = new EntropyBits(stream, jpeg.position());
            decode(jpeg, scan, bits, cells, image.samplesPerPixel());
            jpeg.position(bits.position());
            if (done == image.samplesPerPixel()) {
                return cells;
            }
        }
        throw JpegStream.broken();
    }

    private static void check(JpegStream jpeg, byte[] stream, Image image)
            throws UnsupportedImageException {
        if (!jpeg.lossless()) {
            throw new UnsupportedImageException("jpeg-process");
        }
        boolean fits =
                jpeg.rows == image.rows()
                        && jpeg.columns == image.columns()
                        && jpeg.components.size() == image.samplesPerPixel()
                        && jpeg.precision >= 2
                        && jpeg.precision <= 16
                        // every sample takes a bit at least
                        && image.samples() <= 8L * stream.length;
        for (Component component : jpeg.components) {
            fits &= component.horizontal() == 1 && component.vertical() == 1;
        }
        if (!fits) {
            throw JpegStream.broken();
        }
    }

    private static void decode(
            JpegStream jpeg, Scan scan, EntropyBits bits, int[] cells, int samplesPerPixel)
            throws UnsupportedImageException {
        int count = scan.components().size();
        HuffmanTable[] tables = new HuffmanTable[count];
        int[] index = new int[count];
        for (int i = 0; i < count; i++) {
            ScanComponent component = scan.components().get(i);
            HuffmanTable table = jpeg.dcTables[component.dcTable()];
            if (table == null) {
                throw JpegStream.broken();
            }
            tables[i] = table;
            index[i] = component.index();
        }
        int predictor = scan.start();
        int shift = scan.low();
        if (predictor < 1 || predictor > 7 || shift >= jpeg.precision) {
            throw JpegStream.broken();
        }
        int columns = jpeg.columns;
        int restart = jpeg.restartInterval;
        if (restart % columns != 0) {
            throw new UnsupportedImageException("jpeg-restart-interval");
        }
        int restartRows = restart / columns;
        int origin = 1 << (jpeg.precision - shift - 1);
        int width = columns * samplesPerPixel;
        for (int y = 0; y < jpeg.rows; y++) {
            boolean first = y == 0;
            if (restartRows > 0 && y > 0 && y % restartRows == 0) {
                bits.restart();
                first = true;
            }
            int row = y * width;
            for (int x = 0; x < columns; x++) {
                for (int i = 0; i < count; i++) {
                    int at = row + x * samplesPerPixel + index[i];
                    int prediction;
                    if (first) {
                        prediction = x == 0 ? origin : cells[at - samplesPerPixel];
                    } else if (x == 0) {
                        prediction = cells[at - width];
                    } else {
                        prediction = predict(predictor, cells, at, samplesPerPixel, width);
                    }
                    cells[at] = (prediction + difference(tables[i], bits)) & 0xFFFF;
                }
            }
        }
        if (shift > 0) {
            for (int at = index[0]; count == 1 && at < cells.length; at += samplesPerPixel) {
                cells[at] <<= shift;
            }
            for (int at = 0; count > 1 && at < cells.length; at++) {
                cells[at] <<= shift;
            }
        }
    }

    private static int difference(HuffmanTable table, EntropyBits bits)
            throws UnsupportedImageException {
        int category = table.decode(bits);
        if (category >= 16) {
            // the one difference that needs no bits (H.1.2.2)
            if (category > 16) {
                throw JpegStream.broken();
            }
            return 32768;
        }
        return bits.difference(category);
    }

    /** Table H.1: a is left, b above, c above left. */
    private static int predict(int predictor, int[] cells, int at, int pixel, int width) {
        int a = cells[at - pixel];
        int b = cells[at - width];
        int c = cells[at - width - pixel];
        return switch (predictor) {
            case 1 -> a;
            case 2 -> b;
            case 3 -> c;
            case 4 -> a + b - c;
            case 5 -> a + ((b - c) >> 1);
            case 6 -> b + ((a - c) >> 1);
            default -> (a + b) >> 1;
        };
    }
}

package org.medsendx.dicom.pixel;

import java.util.ArrayList;
import java.util.List;
import org.medsendx.dicom.pixel.JpegStream.Component;
import org.medsendx.dicom.pixel.JpegStream.Scan;

/**
 * JPEG baseline, extended sequential and progressive, Huffman, of 8 and 12 bits (ITU-T T.81, F and
 * G; DICOM processes 1, 2, 4 and the retired 6, 8, 10 and 12). Colour is not converted: YBR stays
 * YBR.
 */
final class JpegDctDecoder implements FrameDecoder {

    private static final int BASELINE = 0xC0;
    private static final int EXTENDED = 0xC1;

    private static final int PROGRESSIVE = 0xC2;

    /** Scans a progressive image may have; each goes over the whole image. */
    private static final int MAX_SCANS = 100;

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
        Scan first = jpeg.nextScan();
        if (first == null) {
            throw JpegStream.broken();
        }
        check(jpeg, stream, image);
        List<Plane> planes = planes(jpeg);
        if (jpeg.process == PROGRESSIVE) {
            progressive(jpeg, stream, first, planes);
        } else {
            sequential(jpeg, stream, first, planes);
        }
        return ChromaUpsampling.pixels(jpeg, planes);
    }

    private static void sequential(JpegStream jpeg, byte[] stream, Scan first, List<Plane> planes)
            throws UnsupportedImageException {
        Scan scan = first;
        int done = 0;
        while (scan != null) {
            done += scan.components().size();
            if (done > planes.size()) {
                throw JpegStream.broken();
            }
            var bits = new EntropyBits(stream, jpeg.position());
            new SequentialScan(jpeg, scan, planes, bits).decode();
            jpeg.position(bits.position());
            if (done == planes.size()) {
                return;
            }
            scan = jpeg.nextScan();
        }
        throw JpegStream.broken();
    }

    private static void progressive(JpegStream jpeg, byte[] stream, Scan first, List<Plane> planes)
            throws UnsupportedImageException {
        var coefficients = new Coefficients(planes);
        Scan scan = first;
        for (int count = 0; scan != null; count++) {
            if (count == MAX_SCANS) {
                throw JpegStream.broken();
            }
            var bits = new EntropyBits(stream, jpeg.position());
            new ProgressiveScan(jpeg, scan, planes, coefficients, bits).decode();
            jpeg.position(bits.position());
            scan = jpeg.nextScan();
        }
        coefficients.transform(jpeg, planes);
    }

    private static void check(JpegStream jpeg, byte[] stream, Image image)
            throws UnsupportedImageException {
        if (jpeg.process != BASELINE && jpeg.process != EXTENDED && jpeg.process != PROGRESSIVE) {
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

    static int ceiling(int value, int unit) {
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
}

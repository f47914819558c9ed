package org.medsendx.dicom.pixel;

import java.util.List;
import org.medsendx.dicom.pixel.JpegDctDecoder.Plane;

/** The quantised coefficients of a whole progressive JPEG, until its last scan is read. */
final class Coefficients {

    /** For each component: its blocks by rows, each of 64 in natural order. */
    private final short[][] blocks;

    /** Which components a scan has begun. */
    private final boolean[] begun;

    Coefficients(List<Plane> planes) {
        blocks = new short[planes.size()][];
        begun = new boolean[planes.size()];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = new short[planes.get(i).samples().length];
        }
    }

    short[] of(int component) {
        return blocks[component];
    }

    /** Notes the first scan of DC coefficients, which must come first and once. */
    void begin(int component) throws UnsupportedImageException {
        if (begun[component]) {
            throw JpegStream.broken();
        }
        begun[component] = true;
    }

    void requireBegun(int component) throws UnsupportedImageException {
        if (!begun[component]) {
            throw JpegStream.broken();
        }
    }

    /** Dequantises and transforms everything. */
    void transform(JpegStream jpeg, List<Plane> planes) throws UnsupportedImageException {
        var dct = new InverseDct(jpeg.precision);
        int[] block = new int[64];
        for (int i = 0; i < blocks.length; i++) {
            requireBegun(i);
            Plane plane = planes.get(i);
            int[] zigzag = jpeg.steps(plane.component());
            int[] steps = new int[64];
            for (int k = 0; k < 64; k++) {
                steps[DctScan.ZIGZAG[k]] = zigzag[k];
            }
            int across = plane.width() / 8;
            for (int from = 0, index = 0; from < blocks[i].length; from += 64, index++) {
                for (int k = 0; k < 64; k++) {
                    block[k] = blocks[i][from + k] * steps[k];
                }
                int at = index / across * 8 * plane.width() + index % across * 8;
                dct.transform(block, plane.samples(), at, plane.width());
            }
        }
    }
}

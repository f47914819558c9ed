package org.medsendx.dicom.pixel;

import java.util.Arrays;
import java.util.List;
import org.medsendx.dicom.pixel.JpegDctDecoder.Plane;
import org.medsendx.dicom.pixel.JpegStream.Scan;
import org.medsendx.dicom.pixel.JpegStream.ScanComponent;

/** A scan that has whole blocks (ITU-T T.81, F.2). */
final class SequentialScan extends DctScan {

    private final HuffmanTable[] dc;
    private final HuffmanTable[] ac;
    private final int[][] quantization;
    private final int[] block = new int[64];
    private final InverseDct dct;

    SequentialScan(JpegStream jpeg, Scan scan, List<Plane> all, EntropyBits bits)
            throws UnsupportedImageException {
        super(jpeg, scan, all, bits);
        int count = scan.components().size();
        this.dc = new HuffmanTable[count];
        this.ac = new HuffmanTable[count];
        this.quantization = new int[count][];
        this.dct = new InverseDct(jpeg.precision);
        for (int i = 0; i < count; i++) {
            ScanComponent component = scan.components().get(i);
            dc[i] = table(jpeg.dcTables[component.dcTable()]);
            ac[i] = table(jpeg.acTables[component.acTable()]);
            quantization[i] = jpeg.steps(planes[i].component());
        }
    }

    @Override
    void block(int i, int row, int column) throws UnsupportedImageException {
        coefficients(i);
        Plane plane = planes[i];
        int at = (row * plane.width() + column) * 8;
        dct.transform(block, plane.samples(), at, plane.width());
    }

    @Override
    void restart() {}

    /** One block, dequantised (F.2.2). */
    private void coefficients(int i) throws UnsupportedImageException {
        Arrays.fill(block, 0);
        int[] steps = quantization[i];
        block[0] = dc(i, dc[i]) * steps[0];
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

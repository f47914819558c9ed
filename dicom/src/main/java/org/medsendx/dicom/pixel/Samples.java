package org.medsendx.dicom.pixel;

import org.medsendx.dicom.dictionary.Tag;

/** Cells of pixel data to stored values (PS3.5, 8.1.1). */
final class Samples {

    private Samples() {}

    /** Takes the stored bits out of the allocated ones, in place, and extends the sign. */
    static void extract(Image image, int[] raw) {
        int stored = image.bitsStored();
        int highBit = image.file().dataSet().intValue(Tag.HighBit, stored - 1);
        if (highBit < stored - 1 || highBit >= image.bitsAllocated()) {
            highBit = stored - 1;
        }
        if (stored == image.bitsAllocated() && (!image.signed() || stored == 32)) {
            return;
        }
        int left = 31 - highBit;
        int right = 32 - stored;
        if (image.signed()) {
            for (int i = 0; i < raw.length; i++) {
                raw[i] = raw[i] << left >> right;
            }
        } else {
            for (int i = 0; i < raw.length; i++) {
                raw[i] = raw[i] << left >>> right;
            }
        }
    }

    /** RRR...GGG...BBB... to RGBRGB... */
    static int[] interleaved(int[] planes) {
        int[] pixels = new int[planes.length];
        int plane = planes.length / 3;
        for (int i = 0; i < plane; i++) {
            pixels[3 * i] = planes[i];
            pixels[3 * i + 1] = planes[plane + i];
            pixels[3 * i + 2] = planes[2 * plane + i];
        }
        return pixels;
    }
}

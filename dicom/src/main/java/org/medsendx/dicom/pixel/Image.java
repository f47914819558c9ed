package org.medsendx.dicom.pixel;

import java.io.IOException;
import org.medsendx.dicom.io.DicomFile;

/**
 * The image of a DICOM file (PS3.3, C.7.6.3): its description and its frames. SKELETON.
 *
 * @param rows image rows
 * @param columns image columns
 * @param samplesPerPixel 1 or 3
 * @param frames number of frames
 * @param bitsAllocated 1, 8, 16 or 32
 * @param bitsStored at most bitsAllocated
 * @param signed whether stored values are two's complement
 * @param photometricInterpretation such as {@code MONOCHROME2}
 */
public record Image(
        DicomFile file,
        int rows,
        int columns,
        int samplesPerPixel,
        int frames,
        int bitsAllocated,
        int bitsStored,
        boolean signed,
        String photometricInterpretation) {

    /**
     * @throws UnsupportedImageException when the file has no image, or one that cannot be decoded
     *     here
     */
    public static Image of(DicomFile file) throws UnsupportedImageException {
        throw new IllegalStateException();
    }

    /**
     * The stored values of one frame, sign extended, row by row; samples interleaved (RGBRGB...)
     * for colour.
     *
     * @param index from 0
     */
    public int[] stored(int index) throws IOException, UnsupportedImageException {
        throw new IllegalStateException();
    }

    /** Rescale slope (1 when absent). */
    public double rescaleSlope() {
        throw new IllegalStateException();
    }

    /** Rescale intercept (0 when absent). */
    public double rescaleIntercept() {
        throw new IllegalStateException();
    }

    /**
     * Grey or RGB, 8 bit, after rescale, window (header's first, else 1st to 99th percentile) and
     * MONOCHROME1 inversion.
     */
    public Rendered render(int index) throws IOException, UnsupportedImageException {
        throw new IllegalStateException();
    }

    /**
     * @param channels 1 (grey) or 3 (RGB)
     * @param pixels rows x columns x channels bytes
     */
    public record Rendered(int rows, int columns, int channels, byte[] pixels) {}
}

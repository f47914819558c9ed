package org.medsendx.dicom.pixel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * JPEG 2000 (ITU-T T.800) by the system's OpenJPEG; {@code jpeg-2000-not-available} or {@code
 * jpeg-2000-not-callable} where {@link Jpeg2000} says why. The library is native code in this
 * process: {@code -Dmedsendx.jpeg2000=off} does without.
 */
final class Jpeg2000Decoder implements FrameDecoder {

    // opj_image_t and opj_image_comp_t of openjpeg.h 2.x on 64-bit systems
    private static final int IMAGE_COMPONENTS = 16;
    private static final int IMAGE_COMPONENT_ARRAY = 24;
    private static final int IMAGE_SIZE = 48;
    private static final int COMPONENT_SIZE = 64;
    private static final int COMPONENT_WIDTH = 8;
    private static final int COMPONENT_HEIGHT = 12;
    private static final int COMPONENT_PRECISION = 24;
    private static final int COMPONENT_DATA = 48;

    /** The start of the boxes that a JP2 file has around its code stream. */
    private static final int JP2_SIGNATURE = 0x0000000C;

    /** Samples a byte of code stream may stand for: blank images compress well, others do not. */
    private static final long MAX_EXPANSION = 20_000;

    @Override
    public int[] decode(byte[] stream, Image image) throws UnsupportedImageException {
        if (stream.length < 12 || image.samples() > MAX_EXPANSION * stream.length) {
            throw new UnsupportedImageException("code-stream");
        }
        checkSize(stream, image);
        boolean boxes = (stream[0] | stream[1] | stream[2]) == 0 && stream[3] == JP2_SIGNATURE;
        OpenJpeg library = OpenJpeg.get();
        try (Arena arena = Arena.ofConfined();
                OpenJpeg.Decoding decoding = library.decode(arena, stream, boxes)) {
            return cells(decoding.image(), image);
        }
    }

    /**
     * The size in the code stream's SIZ segment (A.5.1) is compared before anything is decoded, as
     * the library allocates what it says.
     */
    private static void checkSize(byte[] stream, Image image) throws UnsupportedImageException {
        int at = 0;
        // SOC and SIZ follow each other, behind a few boxes in JP2
        while (at + 42 < stream.length
                && !((stream[at] & 0xFF) == 0xFF
                        && stream[at + 1] == 0x4F
                        && (stream[at + 2] & 0xFF) == 0xFF
                        && stream[at + 3] == 0x51)) {
            at++;
        }
        if (at + 42 >= stream.length
                || u32(stream, at + 8) - u32(stream, at + 16) != image.columns()
                || u32(stream, at + 12) - u32(stream, at + 20) != image.rows()
                || u32(stream, at + 38) % 0x10000 != image.samplesPerPixel()) {
            throw new UnsupportedImageException("code-stream");
        }
    }

    private static long u32(byte[] stream, int at) {
        long value = 0;
        for (int i = 0; i < 4; i++) {
            value = value * 256 + (stream[at + i] & 0xFF);
        }
        return value;
    }

    private static int[] cells(MemorySegment pointer, Image image)
            throws UnsupportedImageException {
        int count = image.samplesPerPixel();
        MemorySegment picture = pointer.reinterpret(IMAGE_SIZE);
        if (picture.get(ValueLayout.JAVA_INT, IMAGE_COMPONENTS) != count) {
            throw new UnsupportedImageException("code-stream");
        }
        MemorySegment components =
                picture.get(ValueLayout.ADDRESS, IMAGE_COMPONENT_ARRAY)
                        .reinterpret((long) COMPONENT_SIZE * count);
        int pixels = image.rows() * image.columns();
        int[] cells = new int[image.samples()];
        for (int i = 0; i < count; i++) {
            MemorySegment component = components.asSlice((long) i * COMPONENT_SIZE, COMPONENT_SIZE);
            MemorySegment data = component.get(ValueLayout.ADDRESS, COMPONENT_DATA);
            boolean fits =
                    component.get(ValueLayout.JAVA_INT, COMPONENT_WIDTH) == image.columns()
                            && component.get(ValueLayout.JAVA_INT, COMPONENT_HEIGHT) == image.rows()
                            && component.get(ValueLayout.JAVA_INT, COMPONENT_PRECISION)
                                    <= image.bitsAllocated();
            if (!fits || data.equals(MemorySegment.NULL)) {
                throw new UnsupportedImageException("code-stream");
            }
            MemorySegment samples = data.reinterpret(4L * pixels);
            for (int pixel = 0; pixel < pixels; pixel++) {
                cells[pixel * count + i] = samples.getAtIndex(ValueLayout.JAVA_INT, pixel);
            }
        }
        return cells;
    }
}

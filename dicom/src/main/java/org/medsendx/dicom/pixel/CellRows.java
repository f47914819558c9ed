package org.medsendx.dicom.pixel;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;

/**
 * The cells of a frame, row by row: all bits that are allocated, as unsigned numbers (PS3.5,
 * 8.1.1), samples of a pixel side by side. Memory holds rows where the frame is native or one scan
 * of JPEG-LS, else the frame. Not thread safe.
 */
public final class CellRows {

    /** So many cells of a native frame are read at once. */
    static final int READ_AT_ONCE = 1 << 16;

    private final Image image;
    private final int frame;
    private final JpegLsScan.@Nullable Rows scan;
    private int[] cells = new int[0];

    /** Where the next row is in the cells. */
    private int at;

    private int row;

    private CellRows(Image image, int frame, JpegLsScan.@Nullable Rows scan) {
        this.image = image;
        this.frame = frame;
        this.scan = scan;
    }

    /**
     * The rows of a frame.
     *
     * @param frame from 0
     * @throws UnsupportedImageException when the frame cannot be found or its code stream is not
     *     one that is decoded here, with the codes of {@link Image#stored}
     */
    public static CellRows of(Image image, int frame)
            throws IOException, UnsupportedImageException {
        Objects.checkIndex(frame, image.frames());
        boolean jpegLs =
                image.file().dataSet().get(Tag.PixelData) instanceof Element.Encapsulated
                        && image.file().meta().transferSyntaxUid().equals(Uid.JPEGLSLossless);
        byte[] stream = jpegLs ? image.encoded(frame) : null;
        return new CellRows(
                image, frame, stream == null ? null : new JpegLsDecoder().rows(stream, image));
    }

    /**
     * The next row; what it was is overwritten by the one after it.
     *
     * @throws UnsupportedImageException when it cannot be decoded, or the pixel data is shorter
     * @throws IllegalStateException when there is none
     */
    public int[] next() throws IOException, UnsupportedImageException {
        if (row == image.rows()) {
            throw new IllegalStateException("no row is left");
        }
        if (scan != null) {
            row++;
            return scan.next();
        }
        if (at == cells.length) {
            cells = more();
            at = 0;
        }
        int length = image.columns() * image.samplesPerPixel();
        row++;
        at += length;
        return Arrays.copyOfRange(cells, at - length, at);
    }

    private int[] more() throws IOException, UnsupportedImageException {
        Element pixels = image.file().dataSet().get(Tag.PixelData);
        if (pixels != null && NativeFrames.hasRows(image, pixels)) {
            return NativeFrames.rows(image, pixels, frame, row, atOnce(image, row));
        }
        return image.cells(frame);
    }

    /** How many rows are read at once, from one on. */
    static int atOnce(Image image, int row) {
        int length = image.columns() * image.samplesPerPixel();
        return Math.min(image.rows() - row, Math.max(1, READ_AT_ONCE / length));
    }
}

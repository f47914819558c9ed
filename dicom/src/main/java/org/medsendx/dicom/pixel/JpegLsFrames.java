package org.medsendx.dicom.pixel;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.data.Element.Encapsulated;
import org.medsendx.dicom.data.Element.Fragment;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;

/**
 * Native frames as JPEG-LS Lossless (ITU-T T.87; PS3.5, A.4.3), one fragment each, with an offset
 * table. Cells decode to the same bits, those above the stored ones too: signed values are encoded
 * with the sign that extends them, since some decoders do not extend it. Memory holds rows.
 */
public final class JpegLsFrames {

    /** What is refused because the frames would take as many bytes as they do now, or more. */
    public static final String NOT_SMALLER = "not-smaller";

    /** What is refused because bits of the cells that are not stored hold something. */
    public static final String UNUSED_BITS = "unused-bits";

    /** Item headers of a fragment, of the table and of what ends the fragments. */
    private static final int ITEM = 8;

    private static final int BUFFER = 1 << 16;

    private JpegLsFrames() {}

    /**
     * Encodes all frames.
     *
     * @param file where they go; it must not exist, and must stay until the data set they are put
     *     into is written. After an exception it may exist in part.
     * @param edit changes cells before they are encoded
     * @throws UnsupportedImageException when they cannot be encoded, or are better not: {@code
     *     compressed}; {@code big-endian}, whose other elements would have to be turned too; {@code
     *     bits-allocated} for other cells than of 8 or 16 bits; {@code high-bit} where the stored
     *     bits are not declared, or not the lowest ones; {@code photometric-interpretation} for
     *     colour that is halved or not RGB; {@value #UNUSED_BITS}; {@code pixel-data-length};
     *     {@value #NOT_SMALLER}
     */
    public static EncodedPixelData encode(Image image, Path file, RowEdit edit)
            throws IOException, UnsupportedImageException {
        Element pixels = check(image);
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            var run = new Run(image, pixels, edit, channel);
            for (int frame = 0; frame < image.frames(); frame++) {
                run.frame(frame);
            }
            return run.end(file);
        }
    }

    private static Element check(Image image) throws UnsupportedImageException {
        DataSet dataSet = image.file().dataSet();
        Element pixels = dataSet.get(Tag.PixelData);
        if (pixels == null || pixels instanceof Encapsulated) {
            throw new UnsupportedImageException("compressed");
        }
        if (dataSet.bigEndian()) {
            throw new UnsupportedImageException("big-endian");
        }
        JpegLsEncoder.checkAllocated(image.format());
        if (dataSet.intValue(Tag.BitsStored, 0) != image.bitsStored()
                || dataSet.intValue(Tag.HighBit, -1) != image.bitsStored() - 1) {
            throw new UnsupportedImageException("high-bit");
        }
        boolean shown =
                switch (image.photometricInterpretation()) {
                    case "MONOCHROME1", "MONOCHROME2", "PALETTE COLOR" ->
                            image.samplesPerPixel() == 1;
                    case "RGB" -> image.samplesPerPixel() == 3;
                    default -> false;
                };
        if (!shown || !NativeFrames.hasRows(image, pixels)) {
            throw new UnsupportedImageException("photometric-interpretation");
        }
        return pixels;
    }

    /** The bits of a sample in the code stream. */
    private static int precision(Image image) {
        int allocated = image.bitsAllocated();
        return image.signed() ? allocated : Math.max(allocated == 8 ? 8 : 9, image.bitsStored());
    }

    /** One image on its way. */
    private static final class Run {

        private final Image image;
        private final Element pixels;
        private final RowEdit edit;
        private final FileChannel channel;
        private final OutputStream out;
        private final int precision;
        private final JpegLsBitWriter bits = new JpegLsBitWriter(2 * BUFFER);
        private final List<Fragment> frames = new ArrayList<>();
        private final long most;

        private Run(Image image, Element pixels, RowEdit edit, FileChannel channel) {
            this.image = image;
            this.pixels = pixels;
            this.edit = edit;
            this.channel = channel;
            out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
            precision = precision(image);
            most = ValueBytes.length(pixels) - 2 * ITEM - (long) image.frames() * (4 + ITEM);
        }

        private void frame(int frame) throws IOException, UnsupportedImageException {
            out.flush();
            long begin = channel.position();
            var header = new ByteSink(64);
            JpegLsEncoder.header(header, image.format(), precision);
            out.write(header.bytes());
            int samples = image.samplesPerPixel();
            var scan = new JpegLsScanEncoder(bits, precision, image.columns(), samples);
            int above = 0;
            for (int row = 0; row < image.rows(); ) {
                int count = CellRows.atOnce(image, row);
                int[] cells = NativeFrames.rows(image, pixels, frame, row, count);
                edit.edit(frame, row, cells);
                for (int cell : cells) {
                    above |= cell >>> precision;
                }
                scan.rows(cells);
                row += count;
                bits.moveTo(out);
                if (channel.position() > most) {
                    throw new UnsupportedImageException(NOT_SMALLER);
                }
            }
            if (above != 0) {
                throw new UnsupportedImageException(UNUSED_BITS);
            }
            scan.finish();
            bits.moveTo(out);
            out.write(JpegLsEncoder.EOI >> 8);
            out.write(JpegLsEncoder.EOI);
            out.flush();
            if ((channel.position() - begin & 1) != 0) {
                out.write(0);
                out.flush();
            }
            frames.add(new Fragment(begin, channel.position() - begin));
        }

        private EncodedPixelData end(Path file) throws IOException, UnsupportedImageException {
            if (channel.position() >= most) {
                throw new UnsupportedImageException(NOT_SMALLER);
            }
            var offsets = new OffsetTable(frames);
            long end = channel.position();
            byte[] table = offsets.basic();
            out.write(table);
            out.flush();
            List<Fragment> fragments = new ArrayList<>();
            fragments.add(new Fragment(end, table.length));
            fragments.addAll(offsets.frames());
            return new EncodedPixelData(
                    Uid.JPEGLSLossless,
                    new Encapsulated(Tag.PixelData, VR.OB, file, fragments),
                    offsets,
                    image.format(),
                    image.photometricInterpretation());
        }
    }
}

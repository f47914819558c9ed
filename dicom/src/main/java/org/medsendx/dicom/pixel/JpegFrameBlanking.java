package org.medsendx.dicom.pixel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.medsendx.dicom.data.Element.Encapsulated;
import org.medsendx.dicom.data.Element.Fragment;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.pixel.JpegBlockBlanking.Blanked;
import org.medsendx.dicom.pixel.JpegBlockBlanking.Part;

/**
 * Blanks parts of the frames of JPEG pixel data in their code streams, see {@link
 * JpegBlockBlanking}, one frame at a time. The transfer syntax stays; each frame becomes one
 * fragment, and what was between, behind or beside the frames is left out.
 */
public final class JpegFrameBlanking {

    private JpegFrameBlanking() {}

    /**
     * Pixel data that was blanked.
     *
     * @param changed for each frame the pixels that may be shown otherwise than before
     */
    public record Frames(EncodedPixelData pixels, List<List<Part>> changed) {
        public Frames {
            changed = changed.stream().map(List::copyOf).toList();
        }
    }

    /**
     * Blanks parts of every frame.
     *
     * @param file where the frames go; it must not exist, and must stay until the data set that
     *     {@link EncodedPixelData#putInto} changed is written. After an exception it may exist in
     *     part.
     * @param parts for a frame, from 0; none leaves its picture as it is
     * @throws UnsupportedImageException {@code transfer-syntax} when the image is not encapsulated,
     *     {@code photometric-interpretation} when its frames are not all of one colour space, and
     *     as {@link JpegBlockBlanking#blank}: then decode and encode anew
     */
    public static Frames blank(Image image, Path file, IntFunction<List<Part>> parts)
            throws IOException, UnsupportedImageException {
        if (!(image.file().dataSet().get(Tag.PixelData) instanceof Encapsulated source)) {
            throw new UnsupportedImageException("transfer-syntax");
        }
        String colour = image.storedPhotometricInterpretation(0);
        List<List<Part>> changed = new ArrayList<>();
        List<Fragment> frames = new ArrayList<>();
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            for (int index = 0; index < image.frames(); index++) {
                if (!image.storedPhotometricInterpretation(index).equals(colour)) {
                    throw new UnsupportedImageException("photometric-interpretation");
                }
                byte[] stream = EncapsulatedFrames.stream(image, source, index);
                check(image, stream);
                Blanked blanked =
                        JpegBlockBlanking.blank(
                                stream, image.photometricInterpretation(), parts.apply(index));
                changed.add(blanked.changed());
                long begin = channel.position();
                write(channel, blanked.stream());
                write(channel, new byte[blanked.stream().length & 1]);
                frames.add(new Fragment(begin, channel.position() - begin));
            }
            var offsets = new OffsetTable(frames);
            long end = channel.position();
            byte[] table = offsets.basic();
            write(channel, table);
            List<Fragment> fragments = new ArrayList<>();
            fragments.add(new Fragment(end, table.length));
            fragments.addAll(frames);
            var pixels = new Encapsulated(Tag.PixelData, VR.OB, file, fragments);
            String syntax = image.file().meta().transferSyntaxUid();
            var encoded =
                    new EncodedPixelData(
                            syntax, pixels, offsets, image.format(), named(image, colour));
            return new Frames(encoded, changed);
        }
    }

    private static void check(Image image, byte[] stream) throws UnsupportedImageException {
        var jpeg = new JpegStream(stream);
        if (jpeg.nextScan() == null
                || jpeg.rows != image.rows()
                || jpeg.columns != image.columns()
                || jpeg.components.size() != image.samplesPerPixel()) {
            throw JpegStream.broken();
        }
    }

    /** What is declared where it is right; YBR_FULL_422 is the usual name of JPEG's colour. */
    private static String named(Image image, String colour) {
        String declared = image.photometricInterpretation();
        boolean right =
                !colour.equals("YBR_FULL")
                        ? declared.equals(colour)
                        : declared.equals("YBR_FULL") || declared.equals("YBR_FULL_422");
        return right ? declared : colour.equals("YBR_FULL") ? "YBR_FULL_422" : colour;
    }

    private static void write(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}

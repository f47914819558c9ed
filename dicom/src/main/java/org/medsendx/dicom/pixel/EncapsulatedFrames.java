package org.medsendx.dicom.pixel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.medsendx.dicom.data.Element.Bulk;
import org.medsendx.dicom.data.Element.Encapsulated;
import org.medsendx.dicom.data.Element.Fragment;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;

/** Frames of encapsulated pixel data (PS3.5, A.4): found among the fragments, then decoded. */
final class EncapsulatedFrames {

    // retired, and still found
    private static final String SPECTRAL_SELECTION = "1.2.840.10008.1.2.4.53";
    private static final String FULL_PROGRESSION = "1.2.840.10008.1.2.4.55";

    private static final String DEFLATED_FRAMES = "1.2.840.10008.1.2.8.1";

    private static final int JPEG_START = 0xFFD8;
    private static final int JPEG_2000_START = 0xFF4F;

    private EncapsulatedFrames() {}

    static int[] cells(Image image, Encapsulated pixels, int index)
            throws IOException, UnsupportedImageException {
        FrameDecoder decoder = decoder(image.file().meta().transferSyntaxUid());
        return decoder.decode(stream(image, pixels, index), image);
    }

    /** The code stream of a frame as it is in the file. */
    static byte[] stream(Image image, Encapsulated pixels, int index)
            throws IOException, UnsupportedImageException {
        try (FileChannel channel = FileChannel.open(pixels.file(), StandardOpenOption.READ)) {
            return FragmentBytes.read(channel, frame(channel, image, pixels, index));
        }
    }

    /** What a frame's stream says of its colour, else what the data set does. */
    static String photometricInterpretation(Image image, Encapsulated pixels, int index)
            throws IOException, UnsupportedImageException {
        String declared = image.photometricInterpretation();
        if (!(decoder(image.file().meta().transferSyntaxUid()) instanceof JpegDecoder)) {
            return declared;
        }
        var jpeg = new JpegStream(stream(image, pixels, index));
        if (jpeg.nextScan() == null) {
            throw JpegStream.broken();
        }
        return JpegColour.of(jpeg, declared);
    }

    private static FrameDecoder decoder(String transferSyntaxUid) throws UnsupportedImageException {
        return switch (transferSyntaxUid) {
            case Uid.RLELossless -> new RleDecoder();
            case Uid.JPEGBaseline8Bit,
                    Uid.JPEGExtended12Bit,
                    Uid.JPEGLossless,
                    Uid.JPEGLosslessSV1,
                    SPECTRAL_SELECTION,
                    FULL_PROGRESSION ->
                    new JpegDecoder();
            case Uid.JPEGLSLossless, Uid.JPEGLSNearLossless -> new JpegLsDecoder();
            case Uid.JPEG2000Lossless, Uid.JPEG2000 -> new Jpeg2000Decoder();
            case DEFLATED_FRAMES -> new DeflatedFrameDecoder();
            default -> throw new UnsupportedImageException("transfer-syntax");
        };
    }

    /** The fragments of one frame: by their number, else by an offset table or markers. */
    private static List<Fragment> frame(
            FileChannel channel, Image image, Encapsulated pixels, int index)
            throws IOException, UnsupportedImageException {
        List<Fragment> all = pixels.fragments();
        if (all.size() < 2) {
            throw new UnsupportedImageException("pixel-data-length");
        }
        List<Fragment> fragments = all.subList(1, all.size());
        if (image.frames() == 1) {
            return fragments;
        }
        if (fragments.size() == image.frames()) {
            return fragments.subList(index, index + 1);
        }
        long[] offsets = offsets(channel, image, all.getFirst());
        if (offsets.length == 0) {
            return byMarkers(channel, image, fragments, index);
        }
        for (int i = 0; i < offsets.length; i++) {
            if (i == 0 ? offsets[i] != 0 : offsets[i] <= offsets[i - 1]) {
                throw new UnsupportedImageException("offset-table");
            }
        }
        // offsets count from the first fragment's item tag
        long origin = fragments.getFirst().position() - 8;
        long begin = origin + offsets[index];
        long end = index + 1 < image.frames() ? origin + offsets[index + 1] : Long.MAX_VALUE;
        List<Fragment> found = new ArrayList<>();
        for (Fragment fragment : fragments) {
            if (fragment.position() - 8 >= begin && fragment.position() - 8 < end) {
                found.add(fragment);
            }
        }
        if (found.isEmpty() || found.getFirst().position() - 8 != begin) {
            throw new UnsupportedImageException("offset-table");
        }
        return found;
    }

    /**
     * The extended or the basic offset table (PS3.3, C.7.6.3.1.8; PS3.5, A.4); empty when neither.
     */
    private static long[] offsets(FileChannel channel, Image image, Fragment basic)
            throws IOException, UnsupportedImageException {
        long[] offsets = new long[image.frames()];
        byte[] extended =
                switch (image.file().dataSet().get(Tag.ExtendedOffsetTable)) {
                    case Value value -> value.bytes();
                    // a long table is left in the file
                    case Bulk bulk ->
                            FragmentBytes.read(
                                    channel, List.of(new Fragment(bulk.position(), bulk.length())));
                    case null, default -> new byte[0];
                };
        if (extended.length >= 8L * offsets.length) {
            ByteBuffer.wrap(extended)
                    .order(OffsetTable.order(image.file().dataSet()))
                    .asLongBuffer()
                    .get(offsets);
            return offsets;
        }
        if (basic.length() < 4L * offsets.length) {
            return new long[0];
        }
        ByteBuffer table =
                ByteBuffer.wrap(FragmentBytes.read(channel, List.of(basic)))
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = Integer.toUnsignedLong(table.getInt(4 * i));
        }
        return offsets;
    }

    /** Without a table: a frame begins where a fragment begins with a start-of-image marker. */
    private static List<Fragment> byMarkers(
            FileChannel channel, Image image, List<Fragment> fragments, int index)
            throws IOException, UnsupportedImageException {
        List<Fragment> found = new ArrayList<>();
        int frame = -1;
        for (Fragment fragment : fragments) {
            if (fragment.length() >= 2) {
                Fragment start = new Fragment(fragment.position(), 2);
                int marker =
                        ByteBuffer.wrap(FragmentBytes.read(channel, List.of(start))).getShort()
                                & 0xFFFF;
                if (marker == JPEG_START || marker == JPEG_2000_START) {
                    frame++;
                }
            }
            if (frame == index) {
                found.add(fragment);
            }
        }
        if (frame + 1 != image.frames()) {
            throw new UnsupportedImageException("offset-table");
        }
        return found;
    }
}

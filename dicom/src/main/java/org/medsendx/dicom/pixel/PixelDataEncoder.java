package org.medsendx.dicom.pixel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.medsendx.dicom.data.Element.Bulk;
import org.medsendx.dicom.data.Element.Encapsulated;
import org.medsendx.dicom.data.Element.Fragment;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;

/**
 * Encodes the frames of an image anew without loss, one at a time, so that memory holds one frame
 * whatever their number: JPEG-LS Lossless, RLE Lossless (PS3.5, A.4) or native little endian.
 */
public final class PixelDataEncoder {

    private static final long MAX_NATIVE = 0xFFFFFFFEL;

    private PixelDataEncoder() {}

    /** Whether pixel data can be encoded for this transfer syntax. */
    public static boolean supports(String transferSyntaxUid) {
        return isNative(transferSyntaxUid) || FrameEncoder.supports(transferSyntaxUid);
    }

    private static boolean isNative(String transferSyntaxUid) {
        return switch (transferSyntaxUid) {
            case Uid.ImplicitVRLittleEndian,
                    Uid.ExplicitVRLittleEndian,
                    Uid.DeflatedExplicitVRLittleEndian ->
                    true;
            default -> false;
        };
    }

    /**
     * Decodes, edits and encodes every frame.
     *
     * @param file where the encoded frames go; it must not exist, and must stay until the data set
     *     that {@link EncodedPixelData#putInto} changed is written. After an exception it may exist
     *     in part.
     * @throws UnsupportedImageException when a frame cannot be decoded, edited or encoded: {@code
     *     transfer-syntax}, {@code bits-allocated}, {@code photometric-interpretation}, {@code
     *     embedded-overlay} when bits beside the stored ones hold an overlay that would be lost
     *     (without its 60xx attributes in the image's data set it is left out), {@code
     *     stored-values} when an edit left some that do not fit, {@code pixel-data-length} when
     *     native pixel data would be longer than 4 GiB
     */
    public static EncodedPixelData encode(
            Image image, String transferSyntaxUid, Path file, FrameEdit edit)
            throws IOException, UnsupportedImageException {
        String photometric = photometricInterpretation(image);
        if (Overlay.anyEmbedded(image.file().dataSet())) {
            throw new UnsupportedImageException("embedded-overlay");
        }
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            if (isNative(transferSyntaxUid)) {
                Bulk bulk = asNative(image, channel, file, edit, photometric);
                return new EncodedPixelData(
                        transferSyntaxUid, bulk, null, image.format(), photometric);
            }
            FrameEncoder encoder = FrameEncoder.of(transferSyntaxUid);
            var offsets = new OffsetTable(encapsulate(image, encoder, channel, edit, photometric));
            long end = channel.position();
            byte[] table = offsets.basic();
            write(channel, table);
            List<Fragment> fragments = new ArrayList<>();
            fragments.add(new Fragment(end, table.length));
            fragments.addAll(offsets.frames());
            var pixels = new Encapsulated(Tag.PixelData, VR.OB, file, fragments);
            return new EncodedPixelData(
                    transferSyntaxUid, pixels, offsets, image.format(), photometric);
        }
    }

    private static List<Fragment> encapsulate(
            Image image,
            FrameEncoder encoder,
            FileChannel channel,
            FrameEdit edit,
            String photometric)
            throws IOException, UnsupportedImageException {
        List<Fragment> frames = new ArrayList<>();
        for (int index = 0; index < image.frames(); index++) {
            byte[] stream = encoder.encode(edited(image, index, edit, photometric), image.format());
            long begin = channel.position();
            write(channel, stream);
            if ((stream.length & 1) != 0) {
                write(channel, new byte[1]);
            }
            frames.add(new Fragment(begin, channel.position() - begin));
        }
        return frames;
    }

    private static Bulk asNative(
            Image image, FileChannel channel, Path file, FrameEdit edit, String photometric)
            throws IOException, UnsupportedImageException {
        long bits = (long) image.samples() * image.bitsAllocated();
        if (image.frames() > MAX_NATIVE * 8 / bits) {
            throw new UnsupportedImageException("pixel-data-length");
        }
        boolean swapped = image.bitsAllocated() > 8 && image.file().dataSet().bigEndian();
        var cells = new NativeCells(image.format(), swapped);
        for (int index = 0; index < image.frames(); index++) {
            write(channel, cells.bytes(edited(image, index, edit, photometric)));
        }
        write(channel, cells.rest());
        long length = channel.position();
        if ((length & 1) != 0) {
            write(channel, new byte[1]);
            length++;
        }
        VR vr = image.bitsAllocated() > 8 ? VR.OW : VR.OB;
        return new Bulk(Tag.PixelData, vr, file, 0, length);
    }

    private static int[] edited(Image image, int index, FrameEdit edit, String photometric)
            throws IOException, UnsupportedImageException {
        boolean other =
                index > 0 && !image.storedPhotometricInterpretation(index).equals(photometric);
        if (other) {
            throw new UnsupportedImageException("photometric-interpretation");
        }
        int[] stored = image.stored(index);
        edit.edit(index, stored);
        return stored;
    }

    private static void write(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** What stored values of every frame are once they are decoded. */
    private static String photometricInterpretation(Image image)
            throws IOException, UnsupportedImageException {
        String photometric = image.storedPhotometricInterpretation(0);
        boolean colour =
                switch (photometric) {
                    case "MONOCHROME1", "MONOCHROME2", "PALETTE COLOR" -> false;
                    case "RGB", "YBR_FULL" -> true;
                    default -> throw new UnsupportedImageException("photometric-interpretation");
                };
        if (colour != (image.samplesPerPixel() == 3)) {
            throw new UnsupportedImageException("photometric-interpretation");
        }
        return photometric;
    }
}

package org.medsendx.dicom.pixel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.medsendx.dicom.data.Element.Encapsulated;
import org.medsendx.dicom.data.Element.Fragment;
import org.medsendx.dicom.dictionary.Uid;

/** Frames of encapsulated pixel data (PS3.5, A.4): found among the fragments, then decoded. */
final class EncapsulatedFrames {

    private static final int MAX_STREAM = 1 << 28;

    private EncapsulatedFrames() {}

    static int[] stored(Image image, Encapsulated pixels, int index)
            throws IOException, UnsupportedImageException {
        FrameDecoder decoder = decoder(image.file().meta().transferSyntaxUid());
        byte[] stream;
        try (FileChannel channel = FileChannel.open(pixels.file(), StandardOpenOption.READ)) {
            stream = read(channel, frame(channel, image, pixels, index));
        }
        int[] raw = decoder.decode(stream, image);
        Samples.extract(image, raw);
        return raw;
    }

    private static FrameDecoder decoder(String transferSyntaxUid) throws UnsupportedImageException {
        return switch (transferSyntaxUid) {
            case Uid.RLELossless -> new RleDecoder();
            default -> throw new UnsupportedImageException("transfer-syntax");
        };
    }

    /** The fragments of one frame: by their number, else by the basic offset table. */
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
        Fragment table = all.getFirst();
        if (table.length() < 4L * image.frames()) {
            throw new UnsupportedImageException("offset-table");
        }
        ByteBuffer offsets =
                ByteBuffer.wrap(read(channel, List.of(table))).order(ByteOrder.LITTLE_ENDIAN);
        // offsets count from the first fragment's item tag
        long origin = fragments.getFirst().position() - 8;
        long begin = origin + Integer.toUnsignedLong(offsets.getInt(4 * index));
        long end =
                index + 1 < image.frames()
                        ? origin + Integer.toUnsignedLong(offsets.getInt(4 * index + 4))
                        : Long.MAX_VALUE;
        List<Fragment> found = new ArrayList<>();
        for (Fragment fragment : fragments) {
            if (fragment.position() - 8 >= begin && fragment.position() - 8 < end) {
                found.add(fragment);
            }
        }
        if (found.isEmpty()) {
            throw new UnsupportedImageException("offset-table");
        }
        return found;
    }

    private static byte[] read(FileChannel channel, List<Fragment> fragments)
            throws IOException, UnsupportedImageException {
        long length = fragments.stream().mapToLong(Fragment::length).sum();
        if (length > MAX_STREAM) {
            throw new UnsupportedImageException("frame-too-large");
        }
        ByteBuffer stream = ByteBuffer.allocate((int) length);
        for (Fragment fragment : fragments) {
            stream.limit(stream.position() + (int) fragment.length());
            long position = fragment.position();
            while (stream.hasRemaining()) {
                int count = channel.read(stream, position);
                if (count < 0) {
                    throw new UnsupportedImageException("pixel-data-length");
                }
                position += count;
            }
        }
        return stream.array();
    }
}

package org.medsendx.dicom.pixel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import org.medsendx.dicom.data.Element.Fragment;

/** The bytes of fragments of encapsulated pixel data (PS3.5, A.4), which stay in their file. */
public final class FragmentBytes {

    private static final int MAX_STREAM = 1 << 28;

    private FragmentBytes() {}

    /**
     * The bytes of fragments, one after the other.
     *
     * @throws UnsupportedImageException {@code frame-too-large} when they are more than 256 MiB,
     *     {@code pixel-data-length} when the file ends before them
     */
    public static byte[] read(FileChannel channel, List<Fragment> fragments)
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

package org.medsendx.dicom.pixel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.data.Element.Bulk;
import org.medsendx.dicom.data.Element.Value;

/** Parts of a native value, whether it is in memory or still in its file. */
final class ValueBytes {

    private ValueBytes() {}

    /** How many bytes the value has; 0 when it is not a native one. */
    static long length(Element element) {
        return switch (element) {
            case Value value -> value.bytes().length;
            case Bulk bulk -> bulk.length();
            default -> 0;
        };
    }

    /**
     * A copy of a part.
     *
     * @throws UnsupportedImageException {@code pixel-data-length} when the value, or the file it is
     *     in, is shorter
     */
    static byte[] read(Element element, long position, int length)
            throws IOException, UnsupportedImageException {
        if (position < 0 || length < 0 || position + length > length(element)) {
            throw tooShort();
        }
        if (element instanceof Value value) {
            return Arrays.copyOfRange(value.bytes(), (int) position, (int) position + length);
        }
        Bulk bulk = (Bulk) element;
        ByteBuffer buffer = ByteBuffer.allocate(length);
        try (FileChannel channel = FileChannel.open(bulk.file(), StandardOpenOption.READ)) {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, bulk.position() + position + buffer.position()) < 0) {
                    throw tooShort();
                }
            }
        }
        return buffer.array();
    }

    /** Exchanges the bytes of each word, as big endian OW needs; an odd last byte stays. */
    static void swapPairs(byte[] bytes) {
        for (int i = 0; i + 1 < bytes.length; i += 2) {
            byte first = bytes[i];
            bytes[i] = bytes[i + 1];
            bytes[i + 1] = first;
        }
    }

    private static UnsupportedImageException tooShort() {
        return new UnsupportedImageException("pixel-data-length");
    }
}

package org.medsendx.deidentification.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.medsendx.dicom.data.Element;

/**
 * Compares values byte for byte: those in memory here, those in files by {@link BulkComparison}.
 */
final class Contents {

    private Contents() {}

    /**
     * Whether two elements hold the same bytes; sequences are not compared here.
     *
     * @param later takes large values that lie in the copy; they count as the same here
     */
    static boolean same(Element one, Element two, BulkComparison later) throws IOException {
        return switch (one) {
            case Element.Value first ->
                    two instanceof Element.Value second && padded(first, second);
            case Element.Bulk first ->
                    // a shorter value may be held in memory when it is read again
                    two instanceof Element.Bulk second && sameBulk(first, second, later)
                            || two instanceof Element.Value value && sameBytes(first, value);
            case Element.Encapsulated first ->
                    two instanceof Element.Encapsulated second
                            && sameFragments(first, second, later);
            case Element.Sequence first -> false;
        };
    }

    // A writer may add the one byte that an odd value lacks.
    private static boolean padded(Element.Value one, Element.Value two) {
        byte[] first = one.bytes();
        byte[] second = two.bytes();
        return Arrays.equals(first, second)
                || ((first.length & 1) != 0
                        && second.length == first.length + 1
                        && Arrays.mismatch(first, second) == first.length);
    }

    private static boolean sameBulk(Element.Bulk one, Element.Bulk two, BulkComparison later) {
        if (!later.meets(two.file()) || !sameLength(one.length(), two.length())) {
            return false;
        }
        later.add(two.position(), one.length(), one.file(), one.position(), two.tag());
        return true;
    }

    private static boolean sameLength(long one, long two) {
        return one == two || ((one & 1) != 0 && two == one + 1);
    }

    private static boolean sameBytes(Element.Bulk one, Element.Value two) throws IOException {
        byte[] bytes = two.bytes();
        if (one.length() != bytes.length) {
            return false;
        }
        try (FileChannel channel = open(one.file())) {
            var there = ByteBuffer.allocate(bytes.length);
            return fill(channel, one.position(), there, bytes.length)
                    && Arrays.equals(there.array(), bytes);
        }
    }

    private static boolean sameFragments(
            Element.Encapsulated one, Element.Encapsulated two, BulkComparison later) {
        List<Element.Fragment> ones = one.fragments();
        List<Element.Fragment> twos = two.fragments();
        if (!later.meets(two.file()) || ones.size() != twos.size()) {
            return false;
        }
        for (int i = 0; i < ones.size(); i++) {
            Element.Fragment a = ones.get(i);
            Element.Fragment b = twos.get(i);
            if (!sameLength(a.length(), b.length())) {
                return false;
            }
            later.add(b.position(), a.length(), one.file(), a.position(), two.tag());
        }
        return true;
    }

    private static boolean fill(FileChannel channel, long position, ByteBuffer buffer, int length)
            throws IOException {
        buffer.clear().limit(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                return false;
            }
        }
        buffer.flip();
        return true;
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ);
    }
}

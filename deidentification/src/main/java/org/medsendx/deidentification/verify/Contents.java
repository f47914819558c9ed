package org.medsendx.deidentification.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.medsendx.dicom.data.Element;

/** Compares values byte for byte, wherever they lie. */
final class Contents {

    private static final int STEP = 1 << 16;

    private Contents() {}

    /** Whether two elements hold the same bytes; sequences are not compared here. */
    static boolean same(Element one, Element two) throws IOException {
        return switch (one) {
            case Element.Value first ->
                    two instanceof Element.Value second && padded(first, second);
            case Element.Bulk first ->
                    // a shorter value may be held in memory when it is read again
                    two instanceof Element.Bulk second && sameBulk(first, second)
                            || two instanceof Element.Value value && sameBytes(first, value);
            case Element.Encapsulated first ->
                    two instanceof Element.Encapsulated second && sameFragments(first, second);
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

    private static boolean sameBulk(Element.Bulk one, Element.Bulk two) throws IOException {
        boolean length =
                one.length() == two.length()
                        || ((one.length() & 1) != 0 && two.length() == one.length() + 1);
        if (!length) {
            return false;
        }
        try (FileChannel first = open(one.file());
                FileChannel second = open(two.file())) {
            return same(first, one.position(), second, two.position(), one.length());
        }
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

    private static boolean sameFragments(Element.Encapsulated one, Element.Encapsulated two)
            throws IOException {
        List<Element.Fragment> ones = one.fragments();
        List<Element.Fragment> twos = two.fragments();
        if (ones.size() != twos.size()) {
            return false;
        }
        try (FileChannel first = open(one.file());
                FileChannel second = open(two.file())) {
            for (int i = 0; i < ones.size(); i++) {
                Element.Fragment a = ones.get(i);
                Element.Fragment b = twos.get(i);
                boolean length =
                        a.length() == b.length()
                                || ((a.length() & 1) != 0 && b.length() == a.length() + 1);
                if (!length || !same(first, a.position(), second, b.position(), a.length())) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean same(
            FileChannel one, long onePosition, FileChannel two, long twoPosition, long length)
            throws IOException {
        var first = ByteBuffer.allocate((int) Math.min(STEP, Math.max(1, length)));
        var second = ByteBuffer.allocate(first.capacity());
        for (long done = 0; done < length; ) {
            int step = (int) Math.min(first.capacity(), length - done);
            if (!fill(one, onePosition + done, first, step)
                    || !fill(two, twoPosition + done, second, step)
                    || first.mismatch(second) >= 0) {
                return false;
            }
            done += step;
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

package org.medsendx.dicom.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.medsendx.dicom.data.Element.Encapsulated;
import org.medsendx.dicom.data.Element.Fragment;
import org.medsendx.dicom.io.DicomFormatException.Problem;

/**
 * Offset tables of encapsulated pixel data (PS3.5, A.4; PS3.3, C.7.6.3.1.8) whose fragments a file
 * has with odd lengths and which are written with even ones: each odd fragment moves what is behind
 * it by a byte. Offsets that point to no fragment stay as they are.
 */
final class EvenOffsets {

    private static final int ITEM_HEADER = 8;

    private final Encapsulated pixels;

    /** Offset of each fragment behind the first odd one, to how far it moves. */
    private final Map<Long, Long> moved = new TreeMap<>();

    EvenOffsets(Encapsulated pixels) {
        this.pixels = pixels;
        List<Fragment> fragments = pixels.fragments();
        long offset = 0;
        long odd = 0;
        for (int i = 1; i < fragments.size(); i++) {
            if (odd > 0) {
                moved.put(offset, odd);
            }
            offset += ITEM_HEADER + fragments.get(i).length();
            odd += fragments.get(i).length() & 1;
        }
    }

    /** Whether any offset is another one when it is written. */
    boolean change() {
        return !moved.isEmpty();
    }

    /** The Basic Offset Table as it has to be written; of the length it has. */
    byte[] basic() throws IOException {
        Fragment table = pixels.fragments().getFirst();
        if (table.length() > 4L * pixels.fragments().size()) {
            throw new DicomFormatException(Problem.BAD_LENGTH, pixels.tag(), table.position());
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) table.length());
        try (FileChannel channel = FileChannel.open(pixels.file(), StandardOpenOption.READ)) {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, table.position() + bytes.position()) < 0) {
                    throw new DicomFormatException(
                            Problem.TRUNCATED, pixels.tag(), table.position());
                }
            }
        }
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + Integer.BYTES <= bytes.capacity(); at += Integer.BYTES) {
            bytes.putInt(at, (int) moved(Integer.toUnsignedLong(bytes.getInt(at))));
        }
        return bytes.array();
    }

    /** The Extended Offset Table as it has to be written. */
    byte[] extended(byte[] table, boolean bigEndian) {
        ByteBuffer bytes =
                ByteBuffer.wrap(table.clone())
                        .order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + Long.BYTES <= table.length; at += Long.BYTES) {
            bytes.putLong(at, moved(bytes.getLong(at)));
        }
        return bytes.array();
    }

    private long moved(long offset) {
        return offset + moved.getOrDefault(offset, 0L);
    }
}

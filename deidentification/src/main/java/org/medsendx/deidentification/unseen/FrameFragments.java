package org.medsendx.deidentification.unseen;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.data.Element.Encapsulated;
import org.medsendx.dicom.data.Element.Fragment;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.pixel.FragmentBytes;
import org.medsendx.dicom.pixel.UnsupportedImageException;

/** Which fragments of encapsulated pixel data are which declared frame (PS3.5, A.4). */
final class FrameFragments {

    private static final int ITEM_HEADER = 8;

    private FrameFragments() {}

    /**
     * The fragments of each of the declared frames; more may be there.
     *
     * @throws UnsupportedImageException {@code offset-table} when they cannot be told apart, {@code
     *     pixel-data-length} when there are too few
     */
    static List<List<Fragment>> of(
            FileChannel channel, DataSet dataSet, Encapsulated pixels, int frames, boolean rle)
            throws IOException, UnsupportedImageException {
        List<Fragment> all = pixels.fragments();
        if (all.size() <= frames) {
            throw new UnsupportedImageException("pixel-data-length");
        }
        List<Fragment> fragments = all.subList(1, all.size());
        if (frames == 1) {
            return List.of(fragments);
        }
        List<List<Fragment>> groups = new ArrayList<>();
        if (fragments.size() == frames) {
            fragments.forEach(fragment -> groups.add(List.of(fragment)));
            return groups;
        }
        List<Integer> begins = byTable(channel, dataSet, all, frames);
        if (begins.isEmpty()) {
            begins = rle ? numbers(frames) : byMarkers(channel, fragments);
        }
        if (begins.size() < frames || begins.getFirst() != 0) {
            throw new UnsupportedImageException("offset-table");
        }
        for (int i = 0; i < frames; i++) {
            int end = i + 1 < begins.size() ? begins.get(i + 1) : fragments.size();
            groups.add(fragments.subList(begins.get(i), end));
        }
        return groups;
    }

    private static List<Integer> numbers(int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i <= count; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    /** Empty when there is no table, or one that does not point at fragments in their order. */
    private static List<Integer> byTable(
            FileChannel channel, DataSet dataSet, List<Fragment> all, int frames)
            throws IOException, UnsupportedImageException {
        long[] offsets = table(channel, dataSet, all.getFirst());
        List<Integer> begins = new ArrayList<>();
        long origin = all.get(1).position() - ITEM_HEADER;
        int at = 1;
        for (long offset : offsets) {
            while (at < all.size() && all.get(at).position() - ITEM_HEADER - origin < offset) {
                at++;
            }
            boolean there =
                    at < all.size() && all.get(at).position() - ITEM_HEADER - origin == offset;
            if (!there || (!begins.isEmpty() && begins.getLast() == at - 1)) {
                return List.of();
            }
            begins.add(at - 1);
        }
        return begins.size() < frames ? List.of() : begins;
    }

    private static long[] table(FileChannel channel, DataSet dataSet, Fragment basic)
            throws IOException, UnsupportedImageException {
        long[] extended = longs(channel, dataSet, Tag.ExtendedOffsetTable);
        if (extended.length > 0) {
            return extended;
        }
        ByteBuffer bytes =
                ByteBuffer.wrap(FragmentBytes.read(channel, List.of(basic)))
                        .order(ByteOrder.LITTLE_ENDIAN);
        long[] offsets = new long[bytes.remaining() / 4];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = Integer.toUnsignedLong(bytes.getInt(4 * i));
        }
        return offsets;
    }

    static long[] longs(FileChannel channel, DataSet dataSet, int tag)
            throws IOException, UnsupportedImageException {
        byte[] bytes =
                switch (dataSet.get(tag)) {
                    case Element.Value value -> value.bytes();
                    case Element.Bulk bulk ->
                            FragmentBytes.read(
                                    channel, List.of(new Fragment(bulk.position(), bulk.length())));
                    case null, default -> new byte[0];
                };
        long[] longs = new long[bytes.length / 8];
        ByteBuffer.wrap(bytes)
                .order(dataSet.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer()
                .get(longs);
        return longs;
    }

    /** Where fragments begin with the start of a JPEG or JPEG 2000 image. */
    private static List<Integer> byMarkers(FileChannel channel, List<Fragment> fragments)
            throws IOException, UnsupportedImageException {
        List<Integer> begins = new ArrayList<>();
        for (int i = 0; i < fragments.size(); i++) {
            Fragment fragment = fragments.get(i);
            if (fragment.length() >= 2) {
                byte[] start =
                        FragmentBytes.read(channel, List.of(new Fragment(fragment.position(), 2)));
                int marker = BareStream.u16(start, 0);
                if (marker == 0xFFD8 || marker == 0xFF4F) {
                    begins.add(i);
                }
            }
        }
        return begins;
    }

    /** Whether the tables are absent, or say of each frame where it begins and nothing else. */
    static boolean tablesRight(
            FileChannel channel, DataSet dataSet, Encapsulated pixels, List<List<Fragment>> frames)
            throws IOException, UnsupportedImageException {
        long origin = frames.getFirst().getFirst().position();
        long[] begins =
                frames.stream().mapToLong(frame -> frame.getFirst().position() - origin).toArray();
        Fragment basic = pixels.fragments().getFirst();
        if (basic.length() > 4L * frames.size() || basic.length() % 4 != 0) {
            return false;
        }
        ByteBuffer bytes =
                ByteBuffer.wrap(FragmentBytes.read(channel, List.of(basic)))
                        .order(ByteOrder.LITTLE_ENDIAN);
        boolean right = bytes.remaining() == 0 || bytes.remaining() == 4 * begins.length;
        for (int i = 0; right && bytes.hasRemaining(); i++) {
            right = Integer.toUnsignedLong(bytes.getInt()) == begins[i];
        }
        boolean extended =
                dataSet.contains(Tag.ExtendedOffsetTable)
                        || dataSet.contains(Tag.ExtendedOffsetTableLengths);
        if (!right || !extended) {
            return right;
        }
        long[] lengths = longs(channel, dataSet, Tag.ExtendedOffsetTableLengths);
        right = lengths.length == begins.length;
        for (int i = 0; right && i < lengths.length; i++) {
            long there = frames.get(i).stream().mapToLong(Fragment::length).sum();
            right = frames.get(i).size() == 1 && (lengths[i] == there || lengths[i] == there - 1);
        }
        boolean whole =
                size(dataSet, Tag.ExtendedOffsetTable) == 8L * begins.length
                        && size(dataSet, Tag.ExtendedOffsetTableLengths) == 8L * begins.length;
        return right
                && whole
                && java.util.Arrays.equals(
                        begins, longs(channel, dataSet, Tag.ExtendedOffsetTable));
    }

    private static long size(DataSet dataSet, int tag) {
        return switch (dataSet.get(tag)) {
            case Element.Value value -> value.bytes().length;
            case Element.Bulk bulk -> bulk.length();
            case null, default -> -1;
        };
    }
}

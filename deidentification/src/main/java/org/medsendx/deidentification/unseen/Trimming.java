package org.medsendx.deidentification.unseen;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.data.Element.Encapsulated;
import org.medsendx.dicom.data.Element.Fragment;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.pixel.FragmentBytes;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.UnsupportedImageException;

/**
 * An instance without the bytes that no viewer shows, but for bits within cells, which are found
 * and not changed here. What decoders make of its frames is the same; one that has nothing to lose
 * stays itself. Memory holds one compressed frame.
 */
public final class Trimming {

    /**
     * What is left.
     *
     * @param file the instance itself when nothing was removed; its pixel data may lie in the work
     *     file
     * @param removed what was removed, or for {@link Unseen#BITS} has to be
     */
    public record Trimmed(DicomFile file, Set<Unseen> removed) {
        public Trimmed {
            removed = Set.copyOf(removed);
        }
    }

    private final DicomFile file;
    private final @Nullable Path work;
    private final boolean bits;
    private final Set<Unseen> removed = EnumSet.noneOf(Unseen.class);

    /** Whether the code streams hold no more bits than are stored. */
    private boolean narrow;

    private Trimming(DicomFile file, @Nullable Path work, boolean bits) {
        this.bits = bits;
        this.file = file;
        this.work = work;
    }

    /**
     * Trims an instance.
     *
     * @param work a file that does not exist; where it does afterwards it must stay until the copy
     *     is written
     * @throws UnsupportedImageException when its pixel data cannot be followed: the codes of {@link
     *     Image}
     */
    public static Trimmed of(DicomFile file, Path work)
            throws IOException, UnsupportedImageException {
        return new Trimming(file, work, true).trimmed();
    }

    /**
     * What no viewer shows of an instance.
     *
     * @param bits whether bits of native cells are looked for; else who reads the file does, by
     *     {@link UnusedBits#scan}
     * @throws UnsupportedImageException as {@link #of}
     */
    public static Set<Unseen> find(DicomFile file, boolean bits)
            throws IOException, UnsupportedImageException {
        return new Trimming(file, null, bits).trimmed().removed();
    }

    private Trimmed trimmed() throws IOException, UnsupportedImageException {
        DataSet dataSet = file.dataSet();
        DataSet shown = hasExcess(dataSet) ? dataSet.copy() : dataSet;
        if (shown != dataSet) {
            removed.add(Unseen.EXCESS);
            if (work == null) {
                return new Trimmed(file, removed);
            }
            cut(shown, work);
        }
        if (dataSet.get(PixelData) instanceof Encapsulated encapsulated) {
            Image image = Image.of(file);
            Encapsulated bare = bare(image, encapsulated);
            if (bare != encapsulated) {
                shown = shown == dataSet ? dataSet.copy() : shown;
                shown.remove(ExtendedOffsetTable);
                shown.remove(ExtendedOffsetTableLengths);
                shown.put(bare);
            }
        }
        var left =
                shown == dataSet
                        ? file
                        : new DicomFile(file.path(), file.meta(), file.dataSetPosition(), shown);
        if (shown.contains(PixelData) && !narrow && unusedBits(left)) {
            removed.add(Unseen.BITS);
        }
        return new Trimmed(left, removed);
    }

    private boolean unusedBits(DicomFile left) throws IOException, UnsupportedImageException {
        Image image = Image.of(left);
        if (!bits) {
            return false;
        }
        boolean encapsulated = left.dataSet().get(PixelData) instanceof Encapsulated;
        try {
            return UnusedBits.hold(image);
        } catch (UnsupportedImageException e) {
            if (encapsulated) {
                // cannot be decoded: it is for the search to say so
                return false;
            }
            throw e;
        }
    }

    private static boolean hasExcess(DataSet dataSet) throws IOException {
        for (Element element : dataSet) {
            if (element instanceof Element.Sequence sequence) {
                for (DataSet item : sequence.items()) {
                    if (hasExcess(item)) {
                        return true;
                    }
                }
            } else if (excess(dataSet, element)) {
                return true;
            }
        }
        return false;
    }

    private static long length(Element element) {
        return switch (element) {
            case Element.Value value -> value.bytes().length;
            case Element.Bulk bulk -> bulk.length();
            default -> 0;
        };
    }

    /** Whether there is more than was declared and one byte of padding. */
    static boolean excess(DataSet dataSet, Element element) throws IOException {
        long declared = DeclaredLength.of(dataSet, element);
        long there = length(element);
        if (declared == DeclaredLength.UNKNOWN || there <= declared) {
            return false;
        }
        return there > DeclaredLength.even(declared)
                || byteAt(element, padding(dataSet, element, declared)) != 0;
    }

    /** Where the padding byte is: big endian words have it before their last byte. */
    private static long padding(DataSet dataSet, Element element, long declared) {
        boolean swapped =
                dataSet.bigEndian()
                        && element.vr() == VR.OW
                        && element.tag() == PixelData
                        && dataSet.intValue(BitsAllocated, 0) <= 8;
        return swapped ? declared - 1 : declared;
    }

    private static int byteAt(Element element, long at) throws IOException {
        if (element instanceof Element.Value value) {
            return value.bytes()[(int) at];
        }
        var one = ByteBuffer.allocate(1);
        if (element instanceof Element.Bulk bulk) {
            try (FileChannel channel = FileChannel.open(bulk.file(), StandardOpenOption.READ)) {
                if (channel.read(one, bulk.position() + at) < 1) {
                    return 0;
                }
            }
        }
        return one.get(0);
    }

    private static void cut(DataSet dataSet, Path work) throws IOException {
        for (Element element : dataSet) {
            if (element instanceof Element.Sequence sequence) {
                for (DataSet item : sequence.items()) {
                    cut(item, work);
                }
            } else if (excess(dataSet, element)) {
                long declared = DeclaredLength.of(dataSet, element);
                dataSet.putAsRead(
                        cut(element, declared, padding(dataSet, element, declared), work));
            }
        }
    }

    private static Element cut(Element element, long declared, long padding, Path work)
            throws IOException {
        long even = DeclaredLength.even(declared);
        switch (element) {
            case Element.Value value -> {
                byte[] bytes = Arrays.copyOf(value.bytes(), (int) even);
                if (even != declared) {
                    bytes[(int) padding] = 0;
                }
                return new Element.Value(value.tag(), value.vr(), bytes, value.coding());
            }
            case Element.Bulk bulk -> {
                if (even == declared) {
                    return new Element.Bulk(
                            bulk.tag(), bulk.vr(), bulk.file(), bulk.position(), declared);
                }
                try (FileChannel from = FileChannel.open(bulk.file(), StandardOpenOption.READ);
                        FileChannel to =
                                FileChannel.open(
                                        work,
                                        StandardOpenOption.CREATE,
                                        StandardOpenOption.WRITE)) {
                    long begin = to.size();
                    to.position(begin);
                    for (long done = 0; done < even; ) {
                        long count = from.transferTo(bulk.position() + done, even - done, to);
                        if (count <= 0) {
                            throw new IOException("the file became shorter");
                        }
                        done += count;
                    }
                    to.write(ByteBuffer.allocate(1), begin + padding);
                    return new Element.Bulk(bulk.tag(), bulk.vr(), work, begin, even);
                }
            }
            default -> throw new IllegalStateException("has no excess");
        }
    }

    private Encapsulated bare(Image image, Encapsulated pixels)
            throws IOException, UnsupportedImageException {
        String syntax = file.meta().transferSyntaxUid();
        BareStream.Family family = BareStream.family(syntax);
        if (family == BareStream.Family.OTHER) {
            throw new UnsupportedImageException("transfer-syntax");
        }
        try (FileChannel from = FileChannel.open(pixels.file(), StandardOpenOption.READ)) {
            List<List<Fragment>> frames =
                    FrameFragments.of(
                            from,
                            file.dataSet(),
                            pixels,
                            image.frames(),
                            family == BareStream.Family.RLE);
            int used = frames.stream().mapToInt(List::size).sum();
            if (used < pixels.fragments().size() - 1) {
                removed.add(Unseen.FRAMES);
            }
            if (!FrameFragments.tablesRight(from, file.dataSet(), pixels, frames)) {
                removed.add(Unseen.OFFSETS);
            }
            narrow = true;
            for (List<Fragment> frame : frames) {
                byte[] stream = FragmentBytes.read(from, frame);
                narrow &= BareStream.precision(stream, family) <= image.bitsStored();
                if (BareStream.of(stream, syntax, image.format()) != stream) {
                    removed.add(Unseen.CODESTREAM);
                }
            }
            boolean same =
                    !removed.contains(Unseen.FRAMES)
                            && !removed.contains(Unseen.OFFSETS)
                            && !removed.contains(Unseen.CODESTREAM);
            return same || work == null ? pixels : written(from, image, pixels, frames, work);
        }
    }

    /** One fragment a frame, with a table where there was one. */
    private Encapsulated written(
            FileChannel from,
            Image image,
            Encapsulated pixels,
            List<List<Fragment>> frames,
            Path work)
            throws IOException, UnsupportedImageException {
        String syntax = file.meta().transferSyntaxUid();
        List<Fragment> fragments = new ArrayList<>();
        try (FileChannel to =
                FileChannel.open(work, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            to.position(to.size());
            for (List<Fragment> frame : frames) {
                byte[] bare =
                        BareStream.of(FragmentBytes.read(from, frame), syntax, image.format());
                long begin = to.position();
                write(to, bare);
                if ((bare.length & 1) != 0) {
                    write(to, new byte[1]);
                }
                fragments.add(new Fragment(begin, to.position() - begin));
            }
            byte[] offsets =
                    pixels.fragments().getFirst().length() > 0 ? table(fragments) : new byte[0];
            long begin = to.position();
            write(to, offsets);
            fragments.addFirst(new Fragment(begin, offsets.length));
        }
        return new Encapsulated(pixels.tag(), pixels.vr(), work, fragments);
    }

    private static byte[] table(List<Fragment> fragments) {
        ByteBuffer table = ByteBuffer.allocate(4 * fragments.size()).order(ByteOrder.LITTLE_ENDIAN);
        long offset = 0;
        for (Fragment fragment : fragments) {
            table.putInt((int) offset);
            offset += 8 + fragment.length();
        }
        return offset > 0xFFFFFFFFL ? new byte[0] : table.array();
    }

    private static void write(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}

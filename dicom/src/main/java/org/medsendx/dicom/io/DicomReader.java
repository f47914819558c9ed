package org.medsendx.dicom.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Dictionary;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFormatException.Problem;

/**
 * Reads DICOM files: with or without preamble and file meta group, all native and encapsulated
 * transfer syntaxes.
 */
public final class DicomReader {

    private static final int PREAMBLE = 128;
    private static final int META_GROUP = 0x0002;
    private static final int META_VALUE = 1024;
    private static final Path NO_FILE = Path.of("");

    private DicomReader() {}

    /**
     * Reads a whole file; long values and pixel data are located, not loaded, and checked to be
     * there. The values of a deflated data set are all held in memory. The first value of an
     * element of the file meta group counts, whatever the data set says of group 0002 again. A file
     * that is whole but for its last delimiters is read, with a warning.
     *
     * @throws DicomFormatException when it is not DICOM, truncated or malformed
     */
    public static DicomFile read(Path file, ReadLimits limits) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var input = new Input(channel);
            MetaOnly found = readMeta(input, file, limits);
            long position = found.dataSetPosition();
            if (position == input.size()) {
                throw new DicomFormatException(Problem.NO_DATA_SET, null, position);
            }
            String uid = found.meta().transferSyntaxUid();
            TransferSyntax syntax = TransferSyntax.of(uid);
            DataSet dataSet = new DataSet(syntax.bigEndian());
            if (syntax.deflated()) {
                try (Inflated inflated = Inflated.of(channel, position)) {
                    Input plain = inflated.input(limits.maxHeapBytes());
                    if (plain.size() == 0) {
                        throw new DicomFormatException(Problem.NO_DATA_SET, null, position);
                    }
                    var reader = new DataSetReader(plain, file, limits);
                    reader.readWhole(dataSet, 0, TransferSyntax.EXPLICIT_LITTLE);
                    return new DicomFile(file, found.meta(), position, dataSet, reader.warnings());
                }
            }
            var reader = new DataSetReader(input, file, limits);
            reader.readWhole(dataSet, position, syntax);
            return new DicomFile(file, found.meta(), position, dataSet, reader.warnings());
        }
    }

    /**
     * Reads only preamble and file meta group and finds the data set's position; does not look at
     * the data set.
     *
     * @throws DicomFormatException when it is not DICOM, or ends or is malformed within the meta
     *     group
     */
    public static MetaOnly readMeta(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return readMeta(new Input(channel), file, ReadLimits.DEFAULT);
        }
    }

    /**
     * Reads a data set without preamble and meta group from memory, such as a command set or a part
     * of a network message. Encapsulated pixel data is refused.
     *
     * @throws DicomFormatException when it is malformed
     */
    public static DataSet readDataSet(byte[] bytes, String transferSyntaxUid, ReadLimits limits)
            throws IOException {
        TransferSyntax syntax = TransferSyntax.of(transferSyntaxUid);
        var dataSet = new DataSet(syntax.bigEndian());
        if (syntax.deflated()) {
            try (Inflated inflated = Inflated.of(bytes)) {
                new DataSetReader(inflated.input(limits.maxHeapBytes()), NO_FILE, limits)
                        .readAll(dataSet, 0, TransferSyntax.EXPLICIT_LITTLE);
            }
        } else {
            new DataSetReader(new Input(bytes, bytes.length), NO_FILE, limits)
                    .readAll(dataSet, 0, syntax);
        }
        return dataSet;
    }

    /** What {@link #readMeta(Path)} finds. */
    public record MetaOnly(FileMeta meta, long dataSetPosition) {}

    private static MetaOnly readMeta(Input input, Path file, ReadLimits limits) throws IOException {
        if (input.size() == 0) {
            throw new DicomFormatException(Problem.EMPTY, null, 0);
        }
        var group = new DataSet();
        // its UIDs are needed, however little may be held; no more than they is of use
        var metaLimits = new ReadLimits(META_VALUE, limits.maxHeapBytes(), limits.maxDepth());
        var reader = new DataSetReader(input, file, metaLimits);
        TransferSyntax explicit = TransferSyntax.EXPLICIT_LITTLE;
        long position = reader.readGroup(group, META_GROUP, firstElement(input), explicit);
        // what a gateway has left of another file's meta group says nothing of this file
        while (startsGroup(input, position)) {
            position = reader.readGroup(new DataSet(), META_GROUP, position, explicit);
        }
        String declared = group.string(Tag.TransferSyntaxUID);
        var meta =
                new FileMeta(
                        group.string(Tag.MediaStorageSOPClassUID),
                        group.string(Tag.MediaStorageSOPInstanceUID),
                        transferSyntax(input, position, declared));
        return new MetaOnly(meta, position);
    }

    /**
     * Where the first element is: after preamble and prefix, or, when they lack, at the beginning.
     */
    private static long firstElement(Input input) throws IOException {
        boolean prefix =
                input.size() >= PREAMBLE + 4
                        && input.tag(PREAMBLE, true) == ('D' << 24 | 'I' << 16 | 'C' << 8 | 'M');
        if (prefix && (startsGroup(input, PREAMBLE + 4) || !isElement(input, 0))) {
            return PREAMBLE + 4;
        }
        if (isElement(input, 0)) {
            return 0;
        }
        throw new DicomFormatException(Problem.NOT_DICOM, null, 0);
    }

    private static boolean startsGroup(Input input, long position) throws IOException {
        return input.size() - position >= 8 && input.u16(position, false) == META_GROUP;
    }

    /** Whether bytes without a prefix can be the first element of a data set or a meta group. */
    private static boolean isElement(Input input, long position) throws IOException {
        return found(input, position) != null;
    }

    /**
     * The native syntax that the element at a position is in, or null when it is not an element.
     */
    private static @Nullable TransferSyntax found(Input input, long position) throws IOException {
        if (input.size() - position < 8) {
            return null;
        }
        VR vr = VR.of(input.u8(position + 4), input.u8(position + 5));
        boolean bigEndian = input.u16(position, false) > input.u16(position, true);
        int tag = input.tag(position, bigEndian);
        int group = tag >>> 16;
        if (group == 0 || group > 0x0020 || Dictionary.vr(tag) == VR.UN) {
            return null;
        }
        if (vr != null) {
            return bigEndian ? TransferSyntax.EXPLICIT_BIG : TransferSyntax.EXPLICIT_LITTLE;
        }
        boolean fits = input.u32(position + 4, false) <= input.size() - position - 8;
        return !bigEndian && fits ? TransferSyntax.IMPLICIT_LITTLE : null;
    }

    /** Whether an element of a tag that says nothing can be in implicit VR. */
    private static boolean isImplicit(Input input, long position) throws IOException {
        if (input.size() - position < 8) {
            return true;
        }
        long length = input.u32(position + 4, false);
        return length == 0xFFFFFFFFL || length <= input.size() - position - 8;
    }

    /**
     * The declared transfer syntax; as found when none is declared, or when a native one is and the
     * first element shows that the VR is there although it should not be, or the other way round.
     */
    private static String transferSyntax(Input input, long position, @Nullable String declared)
            throws IOException {
        if (declared != null && TransferSyntax.of(declared).deflated()) {
            return declared;
        }
        TransferSyntax found = found(input, position);
        if (declared == null) {
            if (found == null && !isImplicit(input, position)) {
                throw new DicomFormatException(Problem.NO_TRANSFER_SYNTAX, null, position);
            }
            return (found == null ? TransferSyntax.IMPLICIT_LITTLE : found).nativeUid();
        }
        TransferSyntax syntax = TransferSyntax.of(declared);
        boolean nativeSyntax = syntax.nativeUid().equals(declared);
        return found == null || !nativeSyntax || found.implicitVr() == syntax.implicitVr()
                ? declared
                : found.nativeUid();
    }
}

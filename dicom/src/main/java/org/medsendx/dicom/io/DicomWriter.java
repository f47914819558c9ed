package org.medsendx.dicom.io;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/**
 * Writes Part 10 files. Unchanged elements are written as the bytes that were read; bulk values are
 * transferred file to file. The data set is encoded in the transfer syntax that the meta group
 * names, whatever it was read in; pixel data is not transcoded. Byte offsets that values hold, as
 * in a DICOMDIR, are not calculated anew.
 */
public final class DicomWriter {

    /** This implementation (PS3.7, D.3.3.2). */
    public static final String IMPLEMENTATION_CLASS_UID =
            "2.25.6433643036452443344882441143446177983";

    /** This implementation's version. */
    public static final String IMPLEMENTATION_VERSION_NAME = "MEDSENDX_01";

    private static final int PREAMBLE = 128;

    private DicomWriter() {}

    /**
     * Writes a new file (it must not exist) with an empty preamble, a file meta group and the data
     * set; no fsync.
     */
    public static void write(Path file, FileMeta meta, DataSet dataSet) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            write(channel, meta, dataSet);
        }
    }

    /** The same to a channel, such as a {@code FileChannel} that the caller will force to disk. */
    public static void write(WritableByteChannel channel, FileMeta meta, DataSet dataSet)
            throws IOException {
        TransferSyntax syntax = TransferSyntax.of(meta.transferSyntaxUid());
        try (Output out = new Output(channel)) {
            out.bytes(metaBytes(meta));
            if (syntax.deflated()) {
                out.flush();
                writeDeflated(channel, dataSet);
            } else {
                new DataSetWriter(out).write(dataSet, syntax);
                out.flush();
            }
        }
    }

    /** A data set alone, without preamble and meta group, in a native or deflated syntax. */
    public static byte[] dataSetBytes(DataSet dataSet, String transferSyntaxUid)
            throws IOException {
        TransferSyntax syntax = TransferSyntax.of(transferSyntaxUid);
        var bytes = new ByteArrayOutputStream();
        WritableByteChannel channel = Channels.newChannel(bytes);
        if (syntax.deflated()) {
            writeDeflated(channel, dataSet);
        } else {
            try (Output out = new Output(channel)) {
                new DataSetWriter(out).write(dataSet, syntax);
                out.flush();
            }
        }
        return bytes.toByteArray();
    }

    private static void writeDeflated(WritableByteChannel channel, DataSet dataSet)
            throws IOException {
        var counting = new Counting(Channels.newOutputStream(channel));
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            var stream = new DeflaterOutputStream(counting, deflater, 8 << 10);
            try (Output out = new Output(Channels.newChannel(stream))) {
                new DataSetWriter(out).write(dataSet, TransferSyntax.EXPLICIT_LITTLE);
                out.flush();
            }
            stream.finish();
            // an odd length is padded with a NUL byte (PS3.5, A.5)
            if ((counting.count & 1) != 0) {
                counting.write(0);
            }
            counting.flush();
        } finally {
            deflater.end();
        }
    }

    private static final class Counting extends FilterOutputStream {
        private long count;

        Counting(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            count++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            count += length;
        }
    }

    /**
     * Preamble and file meta group alone, for a data set that follows as received bytes (C-STORE
     * SCP).
     */
    public static byte[] metaBytes(FileMeta meta) {
        var group = new ByteArrayOutputStream(256);
        put(group, Tag.FileMetaInformationVersion, VR.OB, new byte[] {0, 1});
        putText(group, Tag.MediaStorageSOPClassUID, VR.UI, meta.sopClassUid());
        putText(group, Tag.MediaStorageSOPInstanceUID, VR.UI, meta.sopInstanceUid());
        putText(group, Tag.TransferSyntaxUID, VR.UI, meta.transferSyntaxUid());
        putText(group, Tag.ImplementationClassUID, VR.UI, IMPLEMENTATION_CLASS_UID);
        putText(group, Tag.ImplementationVersionName, VR.SH, IMPLEMENTATION_VERSION_NAME);

        var bytes = new ByteArrayOutputStream(PREAMBLE + 16 + group.size());
        bytes.writeBytes(new byte[PREAMBLE]);
        bytes.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        byte[] length = new byte[4];
        ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).putInt(group.size());
        put(bytes, Tag.FileMetaInformationGroupLength, VR.UL, length);
        bytes.writeBytes(group.toByteArray());
        return bytes.toByteArray();
    }

    private static void putText(ByteArrayOutputStream out, int tag, VR vr, @Nullable String text) {
        if (text != null) {
            byte[] value = text.getBytes(StandardCharsets.ISO_8859_1);
            byte[] even = Arrays.copyOf(value, value.length + (value.length & 1));
            if (even.length > value.length) {
                even[value.length] = vr.padding();
            }
            put(out, tag, vr, even);
        }
    }

    /** Explicit VR little endian, as the meta group always is (PS3.10, 7.1). */
    private static void put(ByteArrayOutputStream out, int tag, VR vr, byte[] value) {
        ByteBuffer header = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        header.putShort((short) (tag >>> 16)).putShort((short) tag);
        header.put((byte) vr.name().charAt(0)).put((byte) vr.name().charAt(1));
        if (vr.longForm()) {
            header.putShort((short) 0).putInt(value.length);
        } else {
            header.putShort((short) value.length);
        }
        out.write(header.array(), 0, header.position());
        out.writeBytes(value);
    }
}

package org.medsendx.dicom.io;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.medsendx.dicom.data.DataSet;

/**
 * Writes Part 10 files. Unchanged elements are written as the bytes that were read; bulk values are
 * transferred file to file.
 *
 * <p>SKELETON, to be filled: signatures are what other modules use.
 */
public final class DicomWriter {

    private DicomWriter() {}

    /**
     * Writes a new file (it must not exist) with an empty preamble, a file meta group and the data
     * set; no fsync.
     */
    public static void write(Path file, FileMeta meta, DataSet dataSet) throws IOException {
        throw new IllegalStateException();
    }

    /** The same to a channel, such as a {@code FileChannel} that the caller will force to disk. */
    public static void write(WritableByteChannel channel, FileMeta meta, DataSet dataSet)
            throws IOException {
        throw new IllegalStateException();
    }

    /**
     * Preamble and file meta group alone, for a data set that follows as received bytes (C-STORE
     * SCP).
     */
    public static byte[] metaBytes(FileMeta meta) {
        throw new IllegalStateException();
    }
}

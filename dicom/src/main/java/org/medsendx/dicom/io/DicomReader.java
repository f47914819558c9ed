package org.medsendx.dicom.io;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads DICOM files: with or without preamble and file meta group, all native and encapsulated
 * transfer syntaxes.
 *
 * <p>SKELETON, to be filled: signatures are what other modules use.
 */
public final class DicomReader {

    private DicomReader() {}

    /**
     * Reads a whole file; long values and pixel data are located, not loaded, and checked to be
     * there.
     *
     * @throws DicomFormatException when it is not DICOM, truncated or malformed
     */
    public static DicomFile read(Path file, ReadLimits limits) throws IOException {
        throw new IllegalStateException();
    }

    /**
     * Reads only preamble and file meta group and finds the data set's position; does not look at
     * the data set.
     */
    public static MetaOnly readMeta(Path file) throws IOException {
        throw new IllegalStateException();
    }

    /** What {@link #readMeta} finds. */
    public record MetaOnly(FileMeta meta, long dataSetPosition) {}
}

package org.medsendx.dicom.dcm4che;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.io.DicomEncodingOptions;
import org.dcm4che3.io.DicomInputStream;
import org.dcm4che3.io.DicomOutputStream;

/** Reading and writing with dcm4che. */
final class Dcm4che {

    /** Sequences and items of undefined length, as dcm4che writes unless told otherwise. */
    static final DicomEncodingOptions UNDEFINED = DicomEncodingOptions.DEFAULT;

    /** Sequences and items of defined length. */
    static final DicomEncodingOptions DEFINED =
            new DicomEncodingOptions(false, false, false, false, false);

    private Dcm4che() {}

    /** What was read: the data set with all its values, and how it is encoded. */
    record Read(Attributes dataSet, String transferSyntax, long dataSetPosition) {}

    /**
     * @throws IOException when dcm4che refuses the file; other exceptions of its are passed on as
     *     the cause of one
     */
    static Read read(Path file) throws IOException {
        try (var in = new DicomInputStream(file.toFile())) {
            in.readFileMetaInformation();
            long position = in.getPosition();
            Attributes dataSet = in.readDataset();
            return new Read(dataSet, in.getTransferSyntax(), position);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new IOException("dcm4che stopped with " + e.getClass().getSimpleName(), e);
        }
    }

    /** A data set alone, without preamble and meta group. */
    static byte[] write(Attributes dataSet, String transferSyntax, DicomEncodingOptions options)
            throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DicomOutputStream(bytes, transferSyntax);
        out.setEncodingOptions(options);
        out.writeDataset(null, dataSet);
        out.finish();
        return bytes.toByteArray();
    }
}

package org.medsendx.dicom.io;

import java.nio.file.Path;
import java.util.List;
import org.medsendx.dicom.data.DataSet;

/**
 * A DICOM file that was read: values over a threshold and pixel data are still in {@code path}.
 *
 * @param path the file
 * @param meta its file meta information
 * @param dataSetPosition the byte where the data set begins, as C-STORE would send it
 * @param dataSet the data set
 * @param warnings what of the file is not as the standard has it
 */
public record DicomFile(
        Path path,
        FileMeta meta,
        long dataSetPosition,
        DataSet dataSet,
        List<ReadWarning> warnings) {

    public DicomFile {
        warnings = List.copyOf(warnings);
    }

    /** A file without warnings. */
    public DicomFile(Path path, FileMeta meta, long dataSetPosition, DataSet dataSet) {
        this(path, meta, dataSetPosition, dataSet, List.of());
    }
}

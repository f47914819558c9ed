package org.medsendx.dicom.io;

import java.nio.file.Path;
import org.medsendx.dicom.data.DataSet;

/**
 * A DICOM file that was read: values over a threshold and pixel data are still in {@code path}.
 *
 * @param path the file
 * @param meta its file meta information
 * @param dataSetPosition the byte where the data set begins, as C-STORE would send it
 * @param dataSet the data set
 */
public record DicomFile(Path path, FileMeta meta, long dataSetPosition, DataSet dataSet) {}

package org.medsendx.dicom.io;

import org.medsendx.dicom.data.DataSet;

/**
 * A data set as text for people, one element a line: tag, VR, keyword, value (shortened). SKELETON.
 */
public final class DataSetDump {

    private DataSetDump() {}

    public static String text(FileMeta meta, DataSet dataSet) {
        throw new IllegalStateException();
    }
}

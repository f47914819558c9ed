package org.medsendx.dicom.web;

import org.medsendx.dicom.data.DataSet;

/** The DICOM JSON model (PS3.18, F.2). SKELETON. */
public final class DicomJson {

    private DicomJson() {}

    /** The data set as DICOM JSON; bulk values are left out (no BulkDataURI). */
    public static String write(DataSet dataSet) {
        throw new IllegalStateException();
    }
}

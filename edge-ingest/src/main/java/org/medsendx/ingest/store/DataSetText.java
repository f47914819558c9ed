package org.medsendx.ingest.store;

import java.io.IOException;
import java.util.Base64;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.ReadLimits;

/** A data set as text in a file of JSON: explicit VR little endian, Base64. */
public final class DataSetText {

    private DataSetText() {}

    /** Writes one. */
    public static String of(DataSet dataSet) throws IOException {
        return Base64.getEncoder()
                .encodeToString(DicomWriter.dataSetBytes(dataSet, Uid.ExplicitVRLittleEndian));
    }

    /** Reads {@link #of} back. */
    public static DataSet read(String text) throws IOException {
        return DicomReader.readDataSet(
                Base64.getDecoder().decode(text), Uid.ExplicitVRLittleEndian, ReadLimits.DEFAULT);
    }
}

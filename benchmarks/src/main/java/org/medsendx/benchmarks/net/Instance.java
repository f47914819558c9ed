package org.medsendx.benchmarks.net;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;

/** A file that is sent again and again, under a new UID each time. */
record Instance(Path file, long dataSetPosition, String sopClass) {

    /** A CT slice of 512 by 512 or a mammogram of 3328 by 4096 pixels of 16 bits. */
    static Instance write(Path file, String sopClass, int rows, int columns) throws IOException {
        return write(file, sopClass, "2.25.1", rows, columns);
    }

    /** As the other, under this UID. */
    static Instance write(Path file, String sopClass, String uid, int rows, int columns)
            throws IOException {
        byte[] pixels = new byte[rows * columns * 2];
        new Random(1).nextBytes(pixels);
        var dataSet =
                new DataSet()
                        .putString(Tag.SOPClassUID, VR.UI, sopClass)
                        .putString(Tag.SOPInstanceUID, VR.UI, uid)
                        .putInt(Tag.SamplesPerPixel, VR.US, 1)
                        .putString(Tag.PhotometricInterpretation, VR.CS, "MONOCHROME2")
                        .putInt(Tag.Rows, VR.US, rows)
                        .putInt(Tag.Columns, VR.US, columns)
                        .putInt(Tag.BitsAllocated, VR.US, 16)
                        .putInt(Tag.BitsStored, VR.US, 16)
                        .putInt(Tag.HighBit, VR.US, 15)
                        .putInt(Tag.PixelRepresentation, VR.US, 0)
                        .put(new Element.Value(Tag.PixelData, VR.OW, pixels));
        DicomWriter.write(file, new FileMeta(sopClass, uid, Uid.ExplicitVRLittleEndian), dataSet);
        return new Instance(file, DicomReader.readMeta(file).dataSetPosition(), sopClass);
    }
}

package org.medsendx.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;

/** Small real instances for tests. */
public final class Instances {

    private static final Random RANDOM = new Random(7);

    private Instances() {}

    /** A fresh UID. */
    public static String uid() {
        return "2.25." + (RANDOM.nextLong() >>> 1);
    }

    /** A CT slice of 64 by 64. */
    public static DataSet ct(String sopInstanceUid, String patientName) {
        var pixels = new byte[64 * 64 * 2];
        for (int i = 0; i < pixels.length; i += 2) {
            pixels[i] = (byte) (i / 128);
        }
        return new DataSet()
                .putString(Tag.SOPClassUID, VR.UI, Uid.CTImageStorage)
                .putString(Tag.SOPInstanceUID, VR.UI, sopInstanceUid)
                .putString(Tag.Modality, VR.CS, "CT")
                .putString(Tag.PatientName, VR.PN, patientName)
                .putInt(Tag.SamplesPerPixel, VR.US, 1)
                .putString(Tag.PhotometricInterpretation, VR.CS, "MONOCHROME2")
                .putInt(Tag.Rows, VR.US, 64)
                .putInt(Tag.Columns, VR.US, 64)
                .putInt(Tag.BitsAllocated, VR.US, 16)
                .putInt(Tag.BitsStored, VR.US, 12)
                .putInt(Tag.HighBit, VR.US, 11)
                .putInt(Tag.PixelRepresentation, VR.US, 0)
                .put(new Element.Value(Tag.PixelData, VR.OW, pixels));
    }

    /** Writes a Part 10 file, explicit little endian. */
    public static Path file(Path folder, DataSet dataSet) throws IOException {
        var file = folder.resolve(UUID.randomUUID() + ".dcm");
        var meta =
                new FileMeta(
                        dataSet.string(Tag.SOPClassUID),
                        dataSet.string(Tag.SOPInstanceUID),
                        Uid.ExplicitVRLittleEndian);
        DicomWriter.write(file, meta, dataSet);
        return file;
    }

    /** The bytes of the data set of a file, as C-STORE sends them. */
    public static byte[] dataSetBytes(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        return Arrays.copyOfRange(
                all, (int) DicomReader.readMeta(file).dataSetPosition(), all.length);
    }
}

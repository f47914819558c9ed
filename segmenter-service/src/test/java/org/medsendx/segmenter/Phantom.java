package org.medsendx.segmenter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;

/**
 * A small invented image whose true classes are known.
 *
 * @param truth the class of each pixel, row by row, 0 to 2
 * @param stored the values as stored
 */
@SuppressWarnings("ArrayRecordComponent")
public record Phantom(String modality, int rows, int columns, int[] truth, int[] stored) {

    /** Air, soft tissue and bone with noise; stored value is HU + 1024. */
    public static Phantom ct(int rows, int columns, long seed) {
        return discs("CT", rows, columns, seed, new int[] {24, 1064, 1824}, 14);
    }

    /** Background, fat and fibroglandular tissue. */
    public static Phantom mammogram(int rows, int columns, long seed) {
        return discs("MG", rows, columns, seed, new int[] {20, 1100, 2000}, 45);
    }

    /** A disc in a disc on a ground. */
    public static Phantom discs(
            String modality, int rows, int columns, long seed, int[] centres, double noise) {
        var random = new Random(seed);
        double outer = 0.38 + 0.05 * random.nextDouble();
        double inner = 0.16 + 0.05 * random.nextDouble();
        var truth = new int[rows * columns];
        var stored = new int[rows * columns];
        for (int i = 0; i < truth.length; i++) {
            int row = i / columns;
            double y = (row + 0.5) / rows - 0.5;
            double x = (i % columns + 0.5) / columns - 0.5;
            double r = Math.sqrt(x * x + y * y);
            truth[i] = r > outer ? 0 : r > inner ? 1 : 2;
            double value = centres[truth[i]] + noise * random.nextGaussian();
            stored[i] = (int) Math.clamp(Math.round(value), 0, 4095);
        }
        return new Phantom(modality, rows, columns, truth, stored);
    }

    /** Its header and pixels, 12 bits unsigned in 16. */
    public DataSet dataSet() {
        var set = new DataSet();
        set.putString(Tag.SOPClassUID, VR.UI, "1.2.840.10008.5.1.4.1.1.7");
        set.putString(Tag.SOPInstanceUID, VR.UI, "2.25.1");
        set.putString(Tag.StudyInstanceUID, VR.UI, "2.25.2");
        set.putString(Tag.SeriesInstanceUID, VR.UI, "2.25.3");
        set.putString(Tag.Modality, VR.CS, modality);
        set.putString(Tag.BodyPartExamined, VR.CS, modality.equals("MG") ? "BREAST" : "CHEST");
        set.putString(Tag.ProtocolName, VR.LO, "Routine");
        set.putString(Tag.KVP, VR.DS, modality.equals("MG") ? "28" : "120");
        set.putString(Tag.StationName, VR.SH, "TRUCK1");
        set.putString(Tag.PatientIdentityRemoved, VR.CS, "YES");
        set.putString(Tag.DeidentificationMethod, VR.LO, "test");
        set.putInt(Tag.SamplesPerPixel, VR.US, 1);
        set.putString(Tag.PhotometricInterpretation, VR.CS, "MONOCHROME2");
        set.putInt(Tag.Rows, VR.US, rows);
        set.putInt(Tag.Columns, VR.US, columns);
        set.putInt(Tag.BitsAllocated, VR.US, 16);
        set.putInt(Tag.BitsStored, VR.US, 12);
        set.putInt(Tag.HighBit, VR.US, 11);
        set.putInt(Tag.PixelRepresentation, VR.US, 0);
        if (modality.equals("CT")) {
            set.putString(Tag.RescaleIntercept, VR.DS, "-1024");
            set.putString(Tag.RescaleSlope, VR.DS, "1");
        }
        set.put(new Element.Value(Tag.PixelData, VR.OW, pixels(stored)));
        return set;
    }

    /** Stored values as 16-bit little endian. */
    public static byte[] pixels(int... stored) {
        var bytes = ByteBuffer.allocate(stored.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : stored) {
            bytes.putShort((short) value);
        }
        return bytes.array();
    }

    /** Writes it as a Part 10 file, Explicit VR Little Endian. */
    public Path write(Path folder) throws IOException {
        return write(folder, dataSet());
    }

    /** Writes a data set as a new file of a folder. */
    public static Path write(Path folder, DataSet set) throws IOException {
        var file = folder.resolve(UUID.randomUUID() + ".dcm");
        DicomWriter.write(
                file,
                new FileMeta("1.2.840.10008.5.1.4.1.1.7", "2.25.1", "1.2.840.10008.1.2.1"),
                set);
        return file;
    }
}

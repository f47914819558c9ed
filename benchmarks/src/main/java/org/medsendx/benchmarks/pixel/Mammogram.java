package org.medsendx.benchmarks.pixel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element.Bulk;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.pixel.FrameFormat;

/**
 * Pictures like a digital mammogram: twelve bits in words, a third of it black, tissue with smooth
 * changes and quantum noise.
 */
final class Mammogram {

    static final int ROWS = 4096;
    static final int COLUMNS = 3328;

    private static final int BITS = 12;

    private Mammogram() {}

    static FrameFormat format(int rows, int columns) {
        return new FrameFormat(rows, columns, 1, 16, BITS, false);
    }

    /** Stored values, the same every time. */
    static int[] stored(int rows, int columns) {
        var random = new Random(20261122);
        int[] stored = new int[rows * columns];
        for (int y = 0; y < rows; y++) {
            double v = 2.0 * y / rows - 1;
            double edge = 0.85 * Math.sqrt(Math.max(0, 1 - v * v));
            for (int x = 0; x < columns; x++) {
                double u = (double) x / columns;
                if (u < edge) {
                    double tissue =
                            1500
                                    + 900 * (edge - u)
                                    + 200 * Math.sin(u * 23 + v * 17) * Math.cos(v * 31 - u * 7);
                    double value = tissue + random.nextGaussian() * 14;
                    stored[y * columns + x] = (int) Math.min(4095, Math.max(0, value));
                }
            }
        }
        return stored;
    }

    /** Writes one as a native file. */
    static Path write(Path folder, String name, int rows, int columns) throws IOException {
        int[] stored = stored(rows, columns);
        ByteBuffer bytes = ByteBuffer.allocate(stored.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : stored) {
            bytes.putShort((short) value);
        }
        Path pixels = folder.resolve(name + ".raw");
        Files.write(pixels, bytes.array());
        var dataSet = new DataSet();
        dataSet.putString(Tag.SOPClassUID, VR.UI, Uid.SecondaryCaptureImageStorage);
        dataSet.putString(Tag.SOPInstanceUID, VR.UI, "2.25.1");
        dataSet.putString(Tag.PatientID, VR.LO, "1");
        dataSet.putString(Tag.StudyInstanceUID, VR.UI, "2.25.2");
        dataSet.putString(Tag.SeriesInstanceUID, VR.UI, "2.25.3");
        dataSet.putString(Tag.Modality, VR.CS, "OT");
        dataSet.putInt(Tag.SamplesPerPixel, VR.US, 1);
        dataSet.putString(Tag.PhotometricInterpretation, VR.CS, "MONOCHROME2");
        dataSet.putInt(Tag.Rows, VR.US, rows).putInt(Tag.Columns, VR.US, columns);
        dataSet.putInt(Tag.BitsAllocated, VR.US, 16).putInt(Tag.BitsStored, VR.US, BITS);
        dataSet.putInt(Tag.HighBit, VR.US, BITS - 1).putInt(Tag.PixelRepresentation, VR.US, 0);
        dataSet.put(new Bulk(Tag.PixelData, VR.OW, pixels, 0, bytes.capacity()));
        Path file = folder.resolve(name + ".dcm");
        DicomWriter.write(
                file,
                new FileMeta(
                        Uid.SecondaryCaptureImageStorage, "2.25.1", Uid.ExplicitVRLittleEndian),
                dataSet);
        return file;
    }
}

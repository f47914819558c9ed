package org.medsendx.benchmarks.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;

/**
 * Invented CT slices as scanners write them: 512 x 512 pixels of 16 bits (0.5 MB), about 130
 * elements with nested sequences and two private blocks, in explicit VR little endian. Seeded.
 */
public final class CtFiles {

    private static final String CT_IMAGE_STORAGE = "1.2.840.10008.5.1.4.1.1.2";

    private static final int SIDE = 512;

    private CtFiles() {}

    /** Writes that many files into a new folder. */
    public static List<Path> generate(Path folder, int count) throws IOException {
        Files.createDirectories(folder);
        var random = new Random(1);
        List<Path> files = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Path file = folder.resolve("ct%04d.dcm".formatted(i));
            String uid = "2.25.4711." + i;
            DicomWriter.write(
                    file,
                    new FileMeta(CT_IMAGE_STORAGE, uid, Uid.ExplicitVRLittleEndian),
                    slice(uid, i, random));
            files.add(file);
        }
        return files;
    }

    /** The header and the pixels of one slice. */
    static DataSet slice(String uid, int number, Random random) {
        var slice = header(uid, number);
        return slice.put(new Value(Tag.PixelData, VR.OW, pixels(random)));
    }

    /** Air, a body of soft tissue and two bones, with noise of 14 HU: stored value is HU + 1024. */
    private static byte[] pixels(Random random) {
        var noise = new int[4096];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (int) Math.round(14 * random.nextGaussian());
        }
        var pixels = ByteBuffer.allocate(SIDE * SIDE * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                boolean body = within(x, y, 256, 256, 200, 150);
                boolean bone = within(x, y, 256, 350, 25, 22) || within(x, y, 256, 170, 40, 14);
                int tissue = bone ? 1824 : body ? 1064 : 24;
                int value = tissue + noise[random.nextInt(noise.length)];
                pixels.putShort((short) Math.clamp(value, 0, 4095));
            }
        }
        return pixels.array();
    }

    private static boolean within(int x, int y, int centreX, int centreY, int width, int height) {
        double dx = (double) (x - centreX) / width;
        double dy = (double) (y - centreY) / height;
        return dx * dx + dy * dy < 1;
    }

    /** The elements before the pixels. */
    static DataSet header(String uid, int number) {
        var header = new DataSet();
        header.putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 100")
                .putString(Tag.ImageType, VR.CS, "ORIGINAL", "PRIMARY", "AXIAL", "CT_SOM5 SPI")
                .putString(Tag.SOPClassUID, VR.UI, CT_IMAGE_STORAGE)
                .putString(Tag.SOPInstanceUID, VR.UI, uid)
                .putString(Tag.StudyDate, VR.DA, "20260102")
                .putString(Tag.SeriesDate, VR.DA, "20260102")
                .putString(Tag.ContentDate, VR.DA, "20260102")
                .putString(Tag.StudyTime, VR.TM, "101112.130000")
                .putString(Tag.ContentTime, VR.TM, "101113.130000")
                .putString(Tag.AccessionNumber, VR.SH, "A" + number)
                .putString(Tag.Modality, VR.CS, "CT")
                .putString(Tag.Manufacturer, VR.LO, "Invented Works")
                .putString(Tag.InstitutionName, VR.LO, "Hospital of N\u00fcrnberg")
                .putString(Tag.StudyDescription, VR.LO, "Thorax routine")
                .putString(Tag.SeriesDescription, VR.LO, "Thorax 5.0 B31f")
                .putString(Tag.PatientName, VR.PN, "M\u00fcller^J\u00f6rg^^Dr")
                .putString(Tag.PatientID, VR.LO, "P" + number % 7)
                .putString(Tag.PatientBirthDate, VR.DA, "19600101")
                .putString(Tag.PatientSex, VR.CS, "M")
                .putString(Tag.StudyInstanceUID, VR.UI, "2.25.4712")
                .putString(Tag.SeriesInstanceUID, VR.UI, "2.25.4713")
                .putString(Tag.StudyID, VR.SH, "1")
                .putInt(Tag.InstanceNumber, VR.IS, number + 1)
                .putString(Tag.ImagePositionPatient, VR.DS, "-170.5", "-320.5", "-" + number)
                .putString(Tag.ImageOrientationPatient, VR.DS, "1", "0", "0", "0", "1", "0")
                .putString(Tag.FrameOfReferenceUID, VR.UI, "2.25.4714")
                .putInt(Tag.SamplesPerPixel, VR.US, 1)
                .putString(Tag.PhotometricInterpretation, VR.CS, "MONOCHROME2")
                .putInt(Tag.Rows, VR.US, 512)
                .putInt(Tag.Columns, VR.US, 512)
                .putString(Tag.PixelSpacing, VR.DS, "0.6640625", "0.6640625")
                .putInt(Tag.BitsAllocated, VR.US, 16)
                .putInt(Tag.BitsStored, VR.US, 12)
                .putInt(Tag.HighBit, VR.US, 11)
                .putInt(Tag.PixelRepresentation, VR.US, 0)
                .putString(Tag.WindowCenter, VR.DS, "50", "-600")
                .putString(Tag.WindowWidth, VR.DS, "350", "1200")
                .putString(Tag.RescaleIntercept, VR.DS, "-1024")
                .putString(Tag.RescaleSlope, VR.DS, "1")
                .putSequence(Tag.ReferencedStudySequence, reference("1"), reference("2"))
                .putSequence(Tag.ReferencedImageSequence, reference("3"), reference("4"))
                .putSequence(
                        Tag.RequestAttributesSequence,
                        reference("5").putSequence(Tag.ScheduledProtocolCodeSequence, code()));
        header.putString(0x00190010, VR.LO, "INVENTED CT HEADER");
        header.putString(0x00290010, VR.LO, "INVENTED CSA");
        for (int i = 0; i < 40; i++) {
            header.putString(0x00191000 + i, VR.DS, "1." + i);
            header.putString(0x00291000 + i, VR.LO, "private text " + i);
        }
        return header;
    }

    private static DataSet reference(String end) {
        return new DataSet()
                .putString(Tag.ReferencedSOPClassUID, VR.UI, CT_IMAGE_STORAGE)
                .putString(Tag.ReferencedSOPInstanceUID, VR.UI, "2.25.4715." + end);
    }

    private static DataSet code() {
        return new DataSet()
                .putString(Tag.CodeValue, VR.SH, "CTTHX")
                .putString(Tag.CodingSchemeDesignator, VR.SH, "99LOCAL")
                .putString(Tag.CodeMeaning, VR.LO, "CT of the thorax");
    }
}

package org.medsendx.uplink.destinations;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.pixel.FrameEdit;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.PixelDataEncoder;
import org.medsendx.uplink.upload.Jobs;
import org.medsendx.uplink.upload.UploadJob;

/**
 * A released scan that is a real DICOM file, for tests.
 *
 * @param uid its SOP Instance UID
 * @param event what the border said of it
 * @param file where it lies
 */
public record Scan(String uid, InstanceDeidentified event, Path file) {

    public static final String STUDY = "2.25.7001";

    /** Of a chest, uncompressed. */
    public static Scan ct(Path volume, int seed) throws Exception {
        return of(volume, seed, "CT", "Chest low dose", Uid.ExplicitVRLittleEndian);
    }

    /** With this modality, description and transfer syntax; the picture follows the seed. */
    public static Scan of(Path volume, int seed, String modality, String description, String syntax)
            throws Exception {
        String uid = STUDY + ".1." + seed;
        var dataSet = dataSet(uid, seed, modality, description);
        Path folder = Files.createTempDirectory("scan");
        Path plain = folder.resolve("plain.dcm");
        DicomWriter.write(
                plain, new FileMeta(Uid.CTImageStorage, uid, Uid.ExplicitVRLittleEndian), dataSet);
        Path made = plain;
        if (!syntax.equals(Uid.ExplicitVRLittleEndian)) {
            made = folder.resolve("encoded.dcm");
            var read = DicomReader.read(plain, ReadLimits.DEFAULT);
            PixelDataEncoder.encode(
                            Image.of(read), syntax, folder.resolve("pixels"), FrameEdit.NONE)
                    .putInto(read.dataSet());
            DicomWriter.write(made, new FileMeta(Uid.CTImageStorage, uid, syntax), read.dataSet());
        }
        var event = Jobs.released(volume, STUDY, Files.readAllBytes(made));
        return new Scan(uid, event, volume.resolve(event.copy().content().file()));
    }

    private static DataSet dataSet(String uid, int seed, String modality, String description) {
        var pixels = new byte[2 * 64 * 64];
        var random = new Random(seed);
        for (int i = 0; i < pixels.length; i += 2) {
            int value = random.nextInt(4096);
            pixels[i] = (byte) value;
            pixels[i + 1] = (byte) (value >> 8);
        }
        return new DataSet()
                .putString(Tag.SOPClassUID, VR.UI, Uid.CTImageStorage)
                .putString(Tag.SOPInstanceUID, VR.UI, uid)
                .putString(Tag.StudyDate, VR.DA, "20190301")
                .putString(Tag.Modality, VR.CS, modality)
                .putString(Tag.StudyDescription, VR.LO, description)
                .putString(Tag.PatientName, VR.PN, "P1")
                .putString(Tag.PatientID, VR.LO, "P1")
                .putString(Tag.StudyInstanceUID, VR.UI, STUDY)
                .putString(Tag.SeriesInstanceUID, VR.UI, STUDY + ".1")
                .putString(Tag.StudyID, VR.SH, "1")
                .putString(Tag.SeriesNumber, VR.IS, "1")
                .putString(Tag.InstanceNumber, VR.IS, "" + seed)
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

    /** The job that sends it. */
    public UploadJob job() {
        return UploadJob.of(event, null);
    }

    /** The stored values of its picture. */
    public int[] pixels() throws Exception {
        return pixels(file);
    }

    /** The stored values of the picture in a file. */
    public static int[] pixels(Path file) throws Exception {
        return Image.of(DicomReader.read(file, ReadLimits.DEFAULT)).stored(0);
    }
}

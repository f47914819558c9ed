package org.medsendx.deidentification;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.medsendx.deidentification.pixels.FrameForm;
import org.medsendx.deidentification.pseudonym.PseudonymKey;
import org.medsendx.deidentification.release.Release;
import org.medsendx.deidentification.release.Releaser;
import org.medsendx.deidentification.rules.Profile;
import org.medsendx.deidentification.rules.Reason;
import org.medsendx.deidentification.rules.Subject;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.io.ReadLimits;

/** Small real instances for tests. */
public final class Instances {

    public static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    public static final String INSTANCE = "1.2.826.0.1.3680043.10.99.1001.3.1";
    public static final String SERIES = "1.2.826.0.1.3680043.10.99.1001.2";
    public static final String STUDY = "1.2.826.0.1.3680043.10.99.1001";
    public static final String FRAME = "1.2.826.0.1.3680043.10.99.1001.9";
    public static final String TRUCK = "T1";

    private Instances() {}

    /** A key that is always the same. */
    public static PseudonymKey key() {
        var secret = new byte[PseudonymKey.BYTES];
        Arrays.fill(secret, (byte) 7);
        return PseudonymKey.of(secret);
    }

    public static Releaser releaser() {
        return new Releaser(Profile.truck(), key(), "", ReadLimits.DEFAULT);
    }

    /** With the trucks' profile, but for frames, which stay as they come. */
    public static Releaser keeping() {
        return new Releaser(Profile.truck().with(FrameForm.KEEP), key(), "", ReadLimits.DEFAULT);
    }

    public static FileMeta meta(DataSet dataSet) {
        return new FileMeta(
                dataSet.string(SOPClassUID),
                dataSet.string(SOPInstanceUID),
                Uid.ExplicitVRLittleEndian);
    }

    public static Subject subject(DataSet dataSet) {
        Subject subject = Subject.of(key(), "", meta(dataSet), dataSet, Profile.truck());
        if (subject == null) {
            throw new IllegalArgumentException("no subject");
        }
        return subject;
    }

    public static Path write(DataSet dataSet, Path file) throws IOException {
        DicomWriter.write(file, meta(dataSet), dataSet);
        return file;
    }

    /** The copy of a released instance; fails with the reasons of a withheld one. */
    public static Release.Copy copyOf(Release release) {
        return switch (release) {
            case Release.Released released -> released.copy();
            case Release.Withheld withheld ->
                    throw new AssertionError("withheld: " + withheld.reasons());
        };
    }

    /** The reasons of a withheld instance, none of a released one. */
    public static List<Reason> reasonsOf(Release release) {
        return switch (release) {
            case Release.Released released -> List.of();
            case Release.Withheld withheld -> withheld.reasons();
        };
    }

    /** A text element as its bytes are, in Latin-1. */
    public static Element text(int tag, VR vr, String text) {
        return new Element.Value(tag, vr, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A CT slice of Brandtmueller^Elodie with pixels and the usual identifying attributes. */
    public static DataSet ct() {
        var dataSet = new DataSet();
        dataSet.putString(SpecificCharacterSet, VR.CS, "ISO_IR 100")
                .putString(ImageType, VR.CS, "ORIGINAL", "PRIMARY", "AXIAL")
                .putString(InstanceCreationDate, VR.DA, "20240310")
                .putString(SOPClassUID, VR.UI, CT)
                .putString(SOPInstanceUID, VR.UI, INSTANCE)
                .putString(StudyDate, VR.DA, "20240310")
                .putString(SeriesDate, VR.DA, "20240310")
                .putString(AcquisitionDate, VR.DA, "20240310")
                .putString(ContentDate, VR.DA, "20240311")
                .putString(StudyTime, VR.TM, "101530.25")
                .putString(ContentTime, VR.TM, "101531")
                .putString(AccessionNumber, VR.SH, "AZ-55817-12")
                .putString(Modality, VR.CS, "CT")
                .putString(Manufacturer, VR.LO, "Scanners Inc")
                .putString(InstitutionName, VR.LO, "Spital Unterlindau")
                .putString(ReferringPhysicianName, VR.PN, "Hollerbach^Gisela")
                .putString(StationName, VR.SH, "CTROOM7")
                .putString(StudyDescription, VR.LO, "CT chest of Mrs Wagenknecht 0791234567")
                .putString(SeriesDescription, VR.LO, "Thorax 3mm axial")
                .putString(ManufacturerModelName, VR.LO, "Model 64");
        var referenced = new DataSet();
        referenced.putString(ReferencedSOPClassUID, VR.UI, CT);
        referenced.putString(ReferencedSOPInstanceUID, VR.UI, INSTANCE + ".77");
        dataSet.putSequence(ReferencedImageSequence, referenced);
        dataSet.putString(PatientName, VR.PN, "Brandtm\u00fcller^\u00c9lodie")
                .putString(PatientID, VR.LO, "QZ-4711-0815-K")
                .putString(PatientBirthDate, VR.DA, "19610412")
                .putString(PatientSex, VR.CS, "F")
                .putString(PatientAge, VR.AS, "062Y")
                .putString(PatientSize, VR.DS, "1.71")
                .putString(PatientAddress, VR.LO, "Amselfeldweg 17")
                .putString(BodyPartExamined, VR.CS, "CHEST")
                .putString(KVP, VR.DS, "120")
                .putString(DeviceSerialNumber, VR.LO, "SN-90210-77")
                .putString(SoftwareVersions, VR.LO, "v1.2", "v3")
                .putString(ProtocolName, VR.LO, "Thorax routine")
                .putString(PatientPosition, VR.CS, "HFS")
                .putString(StudyInstanceUID, VR.UI, STUDY)
                .putString(SeriesInstanceUID, VR.UI, SERIES)
                .putString(StudyID, VR.SH, "S77812")
                .putString(SeriesNumber, VR.IS, "3")
                .putString(AcquisitionNumber, VR.IS, "1")
                .putString(InstanceNumber, VR.IS, "1")
                .putString(ImagePositionPatient, VR.DS, "-12.5", "3", "40")
                .putString(ImageOrientationPatient, VR.DS, "1", "0", "0", "0", "1", "0")
                .putString(FrameOfReferenceUID, VR.UI, FRAME)
                .putString(PositionReferenceIndicator, VR.LO, "")
                .putString(SliceThickness, VR.DS, "3")
                .putInt(SamplesPerPixel, VR.US, 1)
                .putString(PhotometricInterpretation, VR.CS, "MONOCHROME2")
                .putInt(Rows, VR.US, 8)
                .putInt(Columns, VR.US, 8)
                .putString(PixelSpacing, VR.DS, "0.7", "0.7")
                .putInt(BitsAllocated, VR.US, 16)
                .putInt(BitsStored, VR.US, 12)
                .putInt(HighBit, VR.US, 11)
                .putInt(PixelRepresentation, VR.US, 0)
                .putString(RescaleIntercept, VR.DS, "-1024")
                .putString(RescaleSlope, VR.DS, "1");
        var pixels = new byte[128];
        for (int i = 0; i < pixels.length; i += 2) {
            pixels[i] = (byte) i;
        }
        dataSet.put(new Element.Value(PixelData, VR.OW, pixels));
        return dataSet;
    }
}

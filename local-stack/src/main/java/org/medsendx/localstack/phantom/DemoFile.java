package org.medsendx.localstack.phantom;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.SplittableRandom;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;

/**
 * Writes a generated scan as a valid DICOM file with an invented patient in every usual attribute.
 */
final class DemoFile {

    private static final String EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";
    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    private static final String DX_FOR_PRESENTATION = "1.2.840.10008.5.1.4.1.1.1.1";
    private static final String MG_FOR_PRESENTATION = "1.2.840.10008.5.1.4.1.1.1.2";

    private final DemoScan scan;
    private final Phantom phantom;
    private final SplittableRandom random;
    private final DataSet data = new DataSet();

    private DemoFile(DemoScan scan, Phantom phantom, long seed) {
        this.scan = scan;
        this.phantom = phantom;
        this.random = new SplittableRandom(seed * 31L + scan.number());
    }

    static void write(Path file, DemoScan scan, Phantom phantom, long seed) throws IOException {
        var writer = new DemoFile(scan, phantom, seed);
        writer.fill();
        writer.write(file);
    }

    /**
     * Writes a slice of a series.
     *
     * @param number from 1
     * @param millimetres between slices
     */
    static void writeSlice(
            Path file, DemoScan scan, Phantom phantom, long seed, int number, double millimetres)
            throws IOException {
        var writer = new DemoFile(scan, phantom, seed);
        writer.fill();
        var data = writer.data;
        data.putString(Tag.SOPInstanceUID, VR.UI, data.string(Tag.SOPInstanceUID) + "." + number);
        data.putString(Tag.InstanceNumber, VR.IS, Integer.toString(number));
        data.putString(Tag.SliceThickness, VR.DS, Double.toString(millimetres));
        data.putString(
                Tag.ImagePositionPatient,
                VR.DS,
                "-179.2",
                "-179.2",
                String.format(Locale.ROOT, "%.1f", -millimetres * number));
        writer.write(file);
    }

    private void write(Path file) throws IOException {
        var instance = data.string(Tag.SOPInstanceUID);
        Files.deleteIfExists(file);
        DicomWriter.write(file, new FileMeta(sopClass(), instance, EXPLICIT_LITTLE_ENDIAN), data);
    }

    private String sopClass() {
        return switch (scan.kind()) {
            case CT_CHEST -> CT;
            case MAMMOGRAPHY -> MG_FOR_PRESENTATION;
            case DX_CHEST -> DX_FOR_PRESENTATION;
        };
    }

    private void fill() {
        data.putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 192");
        patient();
        study();
        equipment();
        image();
        switch (scan.kind()) {
            case CT_CHEST -> ct();
            case MAMMOGRAPHY -> mammography();
            case DX_CHEST -> dx();
        }
        data.put(new Element.Value(Tag.PixelData, VR.OW, phantom.bytes()));
    }

    private void patient() {
        boolean woman = scan.kind() == DemoScan.Kind.MAMMOGRAPHY || random.nextBoolean();
        var patient = InventedPatient.random(random, scan.number(), woman);
        data.putString(Tag.PatientName, VR.PN, patient.name());
        data.putString(Tag.PatientID, VR.LO, patient.id());
        data.putString(Tag.IssuerOfPatientID, VR.LO, "Kreisklinik Obermoorhausen");
        data.putString(Tag.PatientBirthDate, VR.DA, date(patient.birthDate()));
        data.putString(Tag.PatientSex, VR.CS, patient.sex());
        data.putString(Tag.PatientAge, VR.AS, patient.ageOn(scan.day()));
        data.putString(Tag.PatientAddress, VR.LO, patient.address());
        data.putString(Tag.PatientTelephoneNumbers, VR.SH, patient.telephone());
        data.putString(Tag.OtherPatientIDs, VR.LO, patient.insurance());
        data.putString(
                Tag.PatientComments,
                VR.LT,
                "daughter of " + patient.name().replace('^', ' ') + " was called");
    }

    private void study() {
        var study = uid();
        data.putString(Tag.StudyInstanceUID, VR.UI, study);
        data.putString(Tag.SeriesInstanceUID, VR.UI, uid());
        data.putString(Tag.SOPInstanceUID, VR.UI, uid());
        data.putString(Tag.SOPClassUID, VR.UI, sopClass());
        for (int tag :
                new int[] {Tag.StudyDate, Tag.SeriesDate, Tag.AcquisitionDate, Tag.ContentDate}) {
            data.putString(tag, VR.DA, date(scan.day()));
        }
        var time =
                "%02d%02d%02d"
                        .formatted(random.nextInt(8, 18), random.nextInt(60), random.nextInt(60));
        for (int tag :
                new int[] {Tag.StudyTime, Tag.SeriesTime, Tag.AcquisitionTime, Tag.ContentTime}) {
            data.putString(tag, VR.TM, time);
        }
        data.putString(Tag.StudyID, VR.SH, "S" + random.nextInt(100_000, 999_999));
        data.putString(Tag.AccessionNumber, VR.SH, "ACC" + random.nextInt(10_000_000, 99_999_999));
        data.putString(Tag.ReferringPhysicianName, VR.PN, "Hausarztin^Roswinda");
        data.putString(Tag.PerformingPhysicianName, VR.PN, "Radiologius^Waldemar");
        data.putString(Tag.OperatorsName, VR.PN, "Technika^Isolde");
        data.putString(Tag.SeriesNumber, VR.IS, "1");
        data.putString(Tag.InstanceNumber, VR.IS, "1");
    }

    private void equipment() {
        data.putString(Tag.Manufacturer, VR.LO, "Phantomatik");
        data.putString(Tag.ManufacturerModelName, VR.LO, "Mobil 3000");
        data.putString(Tag.DeviceSerialNumber, VR.LO, "PM-" + scan.scanner());
        data.putString(Tag.SoftwareVersions, VR.LO, "1.0");
        data.putString(Tag.InstitutionName, VR.LO, "Kreisklinik Obermoorhausen");
        data.putString(Tag.InstitutionAddress, VR.ST, "Am Moor 7, Obermoorhausen");
        data.putString(
                Tag.StationName,
                VR.SH,
                "MOBIL" + scan.truck().substring(scan.truck().length() - 1));
    }

    private void image() {
        data.putInt(Tag.SamplesPerPixel, VR.US, 1);
        data.putString(Tag.PhotometricInterpretation, VR.CS, "MONOCHROME2");
        data.putInt(Tag.Rows, VR.US, phantom.rows());
        data.putInt(Tag.Columns, VR.US, phantom.columns());
        data.putInt(Tag.BitsAllocated, VR.US, 16);
        data.putInt(Tag.BitsStored, VR.US, 12);
        data.putInt(Tag.HighBit, VR.US, 11);
        data.putInt(Tag.PixelRepresentation, VR.US, 0);
        data.putString(Tag.BurnedInAnnotation, VR.CS, "NO");
    }

    private void ct() {
        data.putString(Tag.Modality, VR.CS, "CT");
        data.putString(Tag.StudyDescription, VR.LO, "CT CHEST");
        data.putString(Tag.SeriesDescription, VR.LO, "CHEST ROUTINE");
        data.putString(Tag.ProtocolName, VR.LO, "CHEST ROUTINE");
        data.putString(Tag.BodyPartExamined, VR.CS, "CHEST");
        data.putString(Tag.ImageType, VR.CS, "ORIGINAL", "PRIMARY", "AXIAL");
        data.putString(Tag.KVP, VR.DS, "120");
        data.putString(Tag.AcquisitionNumber, VR.IS, "1");
        data.putString(Tag.PatientPosition, VR.CS, "HFS");
        data.putString(Tag.FrameOfReferenceUID, VR.UI, uid());
        data.putString(Tag.PositionReferenceIndicator, VR.LO, "");
        data.putString(Tag.SliceThickness, VR.DS, "5");
        data.putString(Tag.PixelSpacing, VR.DS, "0.7", "0.7");
        data.putString(Tag.ImageOrientationPatient, VR.DS, "1", "0", "0", "0", "1", "0");
        data.putString(Tag.ImagePositionPatient, VR.DS, "-179.2", "-179.2", "0");
        data.putString(Tag.RescaleIntercept, VR.DS, Integer.toString(CtPhantom.INTERCEPT));
        data.putString(Tag.RescaleSlope, VR.DS, "1");
        data.putString(Tag.RescaleType, VR.LO, "HU");
        data.putString(Tag.WindowCenter, VR.DS, "40");
        data.putString(Tag.WindowWidth, VR.DS, "1500");
    }

    private void mammography() {
        boolean left = random.nextBoolean();
        projection("MG", left ? "L" : "R", "28");
        data.putString(Tag.StudyDescription, VR.LO, "MAMMOGRAPHY SCREENING");
        data.putString(Tag.SeriesDescription, VR.LO, left ? "L CC" : "R CC");
        data.putString(Tag.ProtocolName, VR.LO, "SCREENING CC");
        data.putString(Tag.BodyPartExamined, VR.CS, "BREAST");
        data.putString(Tag.PatientOrientation, VR.CS, left ? "A" : "P", left ? "R" : "L");
        data.putString(Tag.PositionerType, VR.CS, "MAMMOGRAPHIC");
        data.putString(Tag.OrganExposed, VR.CS, "BREAST");
        data.putString(Tag.BreastImplantPresent, VR.CS, "NO");
        data.putString(Tag.ImageType, VR.CS, "ORIGINAL", "PRIMARY", "");
        data.putSequence(Tag.ViewCodeSequence, viewCraniocaudal());
        data.putSequence(Tag.AnatomicRegionSequence, code("76752008", "SCT", "Breast"));
        data.putString(Tag.WindowCenter, VR.DS, "1300");
        data.putString(Tag.WindowWidth, VR.DS, "2600");
    }

    private static DataSet viewCraniocaudal() {
        var view = code("399162004", "SCT", "cranio-caudal");
        view.putSequence(Tag.ViewModifierCodeSequence);
        return view;
    }

    private void dx() {
        projection("DX", "U", "110");
        data.putString(Tag.StudyDescription, VR.LO, "CHEST PA");
        data.putString(Tag.SeriesDescription, VR.LO, "CHEST PA");
        data.putString(Tag.ProtocolName, VR.LO, "CHEST PA");
        data.putString(Tag.BodyPartExamined, VR.CS, "CHEST");
        data.putString(Tag.PatientOrientation, VR.CS, "L", "F");
        data.putString(Tag.ImageType, VR.CS, "ORIGINAL", "PRIMARY", "");
        data.putSequence(Tag.AnatomicRegionSequence, code("51185008", "SCT", "Chest"));
        data.putString(Tag.WindowCenter, VR.DS, "1500");
        data.putString(Tag.WindowWidth, VR.DS, "3000");
    }

    // What mammography and digital X-ray share (PS3.3, C.8.11.1 to C.8.11.7).
    private void projection(String modality, String laterality, String kv) {
        data.putString(Tag.Modality, VR.CS, modality);
        data.putString(Tag.KVP, VR.DS, kv);
        data.putString(Tag.ImageLaterality, VR.CS, laterality);
        data.putString(Tag.PresentationIntentType, VR.CS, "FOR PRESENTATION");
        data.putString(Tag.ImagerPixelSpacing, VR.DS, "0.14", "0.14");
        data.putString(Tag.PixelIntensityRelationship, VR.CS, "LOG");
        data.putInt(Tag.PixelIntensityRelationshipSign, VR.SS, -1);
        data.putString(Tag.RescaleIntercept, VR.DS, "0");
        data.putString(Tag.RescaleSlope, VR.DS, "1");
        data.putString(Tag.RescaleType, VR.LO, "US");
        data.putString(Tag.PresentationLUTShape, VR.CS, "IDENTITY");
        data.putString(Tag.LossyImageCompression, VR.CS, "00");
        data.putString(Tag.DetectorType, VR.CS, "DIRECT");
        data.putString(Tag.DetectorID, VR.SH, "D-" + scan.scanner());
        data.putSequence(Tag.AcquisitionContextSequence);
    }

    private static DataSet code(String value, String scheme, String meaning) {
        var item = new DataSet();
        item.putString(Tag.CodeValue, VR.SH, value);
        item.putString(Tag.CodingSchemeDesignator, VR.SH, scheme);
        item.putString(Tag.CodeMeaning, VR.LO, meaning);
        return item;
    }

    private String uid() {
        return "2.25." + new BigInteger(1, bytes());
    }

    private byte[] bytes() {
        var bytes = new byte[16];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String date(LocalDate day) {
        return day.format(DateTimeFormatter.BASIC_ISO_DATE);
    }
}

package org.medsendx.segmenter;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/** Phantoms with the headers of the images that they stand for, as they are after the border. */
public final class Images {

    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    private static final String ENHANCED_CT = "1.2.840.10008.5.1.4.1.1.2.1";
    private static final String MAMMOGRAM = "1.2.840.10008.5.1.4.1.1.1.2";
    private static final String MULTI_FRAME_WORDS = "1.2.840.10008.5.1.4.1.1.7.3";

    private Images() {}

    private static DataSet header(DataSet set, String sopClass, String instance) {
        set.putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 192");
        set.putString(Tag.SOPClassUID, VR.UI, sopClass);
        set.putString(Tag.SOPInstanceUID, VR.UI, instance);
        set.putString(Tag.StudyInstanceUID, VR.UI, "2.25.100");
        set.putString(Tag.SeriesInstanceUID, VR.UI, "2.25.101");
        set.putString(Tag.StudyDate, VR.DA, "20230405");
        set.putString(Tag.StudyTime, VR.TM, "101500");
        set.putString(Tag.ContentDate, VR.DA, "20230405");
        set.putString(Tag.ContentTime, VR.TM, "101600.25");
        set.putString(Tag.PatientName, VR.PN, "Pseudonym 東京");
        set.putString(Tag.PatientID, VR.LO, "P-00017");
        set.putString(Tag.PatientBirthDate, VR.DA, "");
        set.putString(Tag.PatientSex, VR.CS, "F");
        set.putString(Tag.PatientAge, VR.AS, "057Y");
        set.putString(Tag.StudyID, VR.SH, "S1");
        set.putInt(Tag.SeriesNumber, VR.IS, 3);
        set.putInt(Tag.InstanceNumber, VR.IS, 12);
        set.putSequence(
                Tag.DeidentificationMethodCodeSequence,
                new DataSet()
                        .putString(Tag.CodeValue, VR.SH, "113100")
                        .putString(Tag.CodingSchemeDesignator, VR.SH, "DCM")
                        .putString(
                                Tag.CodeMeaning,
                                VR.LO,
                                "Basic Application Confidentiality Profile"));
        set.putString(Tag.LongitudinalTemporalInformationModified, VR.CS, "MODIFIED");
        return set;
    }

    /** A slice that lies somewhere in the patient. */
    public static DataSet ctSlice(int rows, int columns, long seed) {
        var set = header(Phantom.ct(rows, columns, seed).dataSet(), CT, "2.25.102");
        set.putString(Tag.FrameOfReferenceUID, VR.UI, "2.25.103");
        set.putString(Tag.ImageOrientationPatient, VR.DS, "1", "0", "0", "0", "1", "0");
        set.putString(Tag.ImagePositionPatient, VR.DS, "-125.5", "-130", "42.5");
        set.putString(Tag.PixelSpacing, VR.DS, "0.7", "0.7");
        set.putString(Tag.SliceThickness, VR.DS, "2.5");
        return set;
    }

    /** A mammogram: a projection, so without planes. */
    public static DataSet mammogram(int rows, int columns, long seed) {
        var set = header(Phantom.mammogram(rows, columns, seed).dataSet(), MAMMOGRAM, "2.25.104");
        set.putString(Tag.ImageLaterality, VR.CS, "L");
        set.putString(Tag.ViewPosition, VR.CS, "CC");
        set.putString(Tag.PatientOrientation, VR.CS, "A", "R");
        set.putString(Tag.ImagerPixelSpacing, VR.DS, "0.1", "0.1");
        set.putString(Tag.LossyImageCompression, VR.CS, "00");
        return set;
    }

    /** Slices in one file, each with its position in its functional groups. */
    public static DataSet enhancedCt(int frames, int rows, int columns) {
        var set = header(stack("CT", frames, rows, columns), ENHANCED_CT, "2.25.105");
        set.putString(Tag.FrameOfReferenceUID, VR.UI, "2.25.103");
        for (int tag : new int[] {Tag.RescaleIntercept, Tag.RescaleSlope}) {
            set.remove(tag);
        }
        set.putSequence(
                Tag.SharedFunctionalGroupsSequence,
                new DataSet()
                        .putSequence(
                                Tag.PixelMeasuresSequence,
                                new DataSet()
                                        .putString(Tag.PixelSpacing, VR.DS, "0.5", "0.5")
                                        .putString(Tag.SliceThickness, VR.DS, "3"))
                        .putSequence(
                                Tag.PlaneOrientationSequence,
                                new DataSet()
                                        .putString(
                                                Tag.ImageOrientationPatient,
                                                VR.DS,
                                                "1",
                                                "0",
                                                "0",
                                                "0",
                                                "1",
                                                "0"))
                        .putSequence(
                                Tag.PixelValueTransformationSequence,
                                new DataSet()
                                        .putString(Tag.RescaleIntercept, VR.DS, "-1024")
                                        .putString(Tag.RescaleSlope, VR.DS, "1")
                                        .putString(Tag.RescaleType, VR.LO, "HU")));
        List<DataSet> groups = new ArrayList<>();
        for (int frame = 0; frame < frames; frame++) {
            groups.add(
                    new DataSet()
                            .putSequence(
                                    Tag.PlanePositionSequence,
                                    new DataSet()
                                            .putString(
                                                    Tag.ImagePositionPatient,
                                                    VR.DS,
                                                    "-64",
                                                    "-64",
                                                    Integer.toString(3 * frame))));
        }
        set.putSequence(Tag.PerFrameFunctionalGroupsSequence, groups.toArray(DataSet[]::new));
        return set;
    }

    /** Frames in one file of which nobody says where they lie. */
    public static DataSet multiFrame(int frames, int rows, int columns) {
        return header(stack("OT", frames, rows, columns), MULTI_FRAME_WORDS, "2.25.106");
    }

    private static DataSet stack(String modality, int frames, int rows, int columns) {
        var first = Phantom.discs(modality, rows, columns, 1, new int[] {24, 1064, 1824}, 14);
        var set = first.dataSet();
        int[] stored =
                IntStream.range(0, frames)
                        .mapToObj(frame ->
                                Phantom.discs(
                                        modality,
                                        rows,
                                        columns,
                                        1 + frame,
                                        new int[] {24, 1064, 1824},
                                        14))
                        .flatMapToInt(phantom -> IntStream.of(phantom.stored()))
                        .toArray();
        set.putInt(Tag.NumberOfFrames, VR.IS, frames);
        set.put(new Element.Value(Tag.PixelData, VR.OW, Phantom.pixels(stored)));
        return set;
    }
}

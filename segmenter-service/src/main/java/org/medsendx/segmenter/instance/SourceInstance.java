package org.medsendx.segmenter.instance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Dictionary;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/**
 * The de-identified instance that something is made of. What is copied from it passed the border
 * with it; nothing else gets into what is made.
 *
 * @param header its data set; not to be changed
 */
public record SourceInstance(DataSet header) {

    /** Of the patient, of the study and of the patient in the study (PS3.3, C.7.1.1, C.7.2). */
    private static final int[] COPIED = {
        Tag.SpecificCharacterSet,
        Tag.PatientName,
        Tag.PatientID,
        Tag.PatientBirthDate,
        Tag.PatientSex,
        Tag.PatientIdentityRemoved,
        Tag.DeidentificationMethod,
        Tag.DeidentificationMethodCodeSequence,
        Tag.LongitudinalTemporalInformationModified,
        Tag.StudyInstanceUID,
        Tag.StudyDate,
        Tag.StudyTime,
        Tag.ReferringPhysicianName,
        Tag.StudyID,
        Tag.AccessionNumber,
        Tag.StudyDescription,
        Tag.PatientAge,
        Tag.PatientSize,
        Tag.PatientWeight
    };

    /** Type 2 of the same modules: there, if empty. */
    private static final int[] EMPTY_AT_LEAST = {
        Tag.PatientName,
        Tag.PatientID,
        Tag.PatientBirthDate,
        Tag.PatientSex,
        Tag.StudyDate,
        Tag.StudyTime,
        Tag.ReferringPhysicianName,
        Tag.StudyID,
        Tag.AccessionNumber
    };

    private static final Pattern UID = Pattern.compile("[0-9]+(\\.[0-9]+)+");
    private static final Pattern DATE = Pattern.compile("[0-9]{8}");
    private static final Pattern TIME = Pattern.compile("[0-9]{6}(\\.[0-9]{1,6})?");

    /** Content Date where the source has none at all, as the attribute must have a value. */
    private static final String NO_DATE = "19000101";

    private static final String NO_TIME = "000000";

    private static final int[][] MADE = {
        {Tag.ContentDate, Tag.ContentTime},
        {Tag.AcquisitionDate, Tag.AcquisitionTime},
        {Tag.SeriesDate, Tag.SeriesTime},
        {Tag.StudyDate, Tag.StudyTime}
    };

    /** Whether it has the UIDs that a reference to it consists of. */
    public boolean isReferable() {
        for (int tag :
                new int[] {
                    Tag.SOPClassUID, Tag.SOPInstanceUID, Tag.SeriesInstanceUID, Tag.StudyInstanceUID
                }) {
            String uid = header.string(tag);
            if (uid == null || uid.length() > 64 || !UID.matcher(uid).matches()) {
                return false;
            }
        }
        return true;
    }

    public String sopClassUid() {
        return required(Tag.SOPClassUID);
    }

    public String sopInstanceUid() {
        return required(Tag.SOPInstanceUID);
    }

    public String seriesInstanceUid() {
        return required(Tag.SeriesInstanceUID);
    }

    public String studyInstanceUid() {
        return required(Tag.StudyInstanceUID);
    }

    private String required(int tag) {
        String value = header.string(tag);
        if (value == null) {
            throw new IllegalStateException("the instance cannot be referred to");
        }
        return value;
    }

    /** Whether a reference has to say which frame it means: there is more than one. */
    public boolean isMultiFrame() {
        return header.intValue(Tag.NumberOfFrames, 1) > 1;
    }

    /**
     * When it was made: shifted like all its dates, never the time of this clock.
     *
     * @param date {@code yyyymmdd}
     * @param time {@code hhmmss} with or without a fraction
     * @param known whether the source says so; else both stand where a value has to be
     */
    record Made(String date, String time, boolean known) {}

    /** When it was made: the first of its dates, with the time that belongs to it. */
    Made made() {
        for (int[] pair : MADE) {
            String date = header.string(pair[0]);
            if (date != null && DATE.matcher(date).matches()) {
                String time = header.string(pair[1]);
                boolean known = time != null && TIME.matcher(time).matches();
                return new Made(date, known && time != null ? time : NO_TIME, true);
            }
        }
        return new Made(NO_DATE, NO_TIME, false);
    }

    /** Puts what belongs to the patient and the study into a data set made of this one. */
    void putPatientAndStudy(DataSet made) {
        copy(header, made, COPIED);
        for (int tag : EMPTY_AT_LEAST) {
            if (!made.contains(tag)) {
                made.put(new Element.Value(tag, Dictionary.vr(tag), new byte[0]));
            }
        }
    }

    /**
     * Copies text values and sequences of them, without what is padding and with the VR of the
     * dictionary where the file has another one. Numbers in binary are left out: their byte order
     * is that of their file.
     */
    public static void copy(DataSet from, DataSet to, int... tags) {
        for (int tag : tags) {
            Element element = copied(from.get(tag));
            if (element != null) {
                to.put(element);
            }
        }
    }

    private static @Nullable Element copied(Element.Value value) {
        byte[] bytes = value.bytes();
        int length = bytes.length;
        while (length > 0 && (bytes[length - 1] == 0 || bytes[length - 1] == ' ')) {
            length--;
        }
        if (length == 0 && value.tag() == Tag.SpecificCharacterSet) {
            return null;
        }
        VR listed = Dictionary.vr(value.tag());
        return new Element.Value(
                value.tag(), listed.text() ? listed : value.vr(), Arrays.copyOf(bytes, length));
    }

    private static @Nullable Element copied(@Nullable Element element) {
        return switch (element) {
            case Element.Value value when value.vr().text() -> copied(value);
            case Element.Sequence sequence -> {
                List<DataSet> items = new ArrayList<>();
                for (DataSet item : sequence.items()) {
                    var made = new DataSet();
                    for (Element one : item) {
                        Element inner = copied(one);
                        if (inner != null) {
                            made.put(inner);
                        }
                    }
                    items.add(made);
                }
                yield new Element.Sequence(sequence.tag(), items);
            }
            case null, default -> null;
        };
    }
}

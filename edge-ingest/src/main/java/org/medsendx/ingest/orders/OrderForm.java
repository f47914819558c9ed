package org.medsendx.ingest.orders;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.ReadLimits;

/**
 * Makes data sets of the worklist out of what comes in, whatever its form: checked, complete where
 * a scanner relies on it (PS3.4, K.6.1.2.2), one a step.
 */
final class OrderForm {

    private static final Pattern TIME =
            Pattern.compile("([01][0-9]|2[0-3])([0-5][0-9]([0-5][0-9](\\.[0-9]{1,6})?)?)?");
    private static final Pattern CODE_STRING = Pattern.compile("[A-Z0-9 _]{0,16}");
    private static final Map<VR, Integer> LONGEST =
            Map.of(VR.AE, 16, VR.CS, 16, VR.SH, 16, VR.LO, 64, VR.PN, 64 * 5, VR.UI, 64);
    private static final int MAX_STEPS = 100;

    /** Bytes of one order as they are on disk: as many orders as there may be lie in memory. */
    private static final int LARGEST = 64 << 10;

    private OrderForm() {}

    /**
     * Checks a data set and makes one of each of its steps.
     *
     * @param place where it is in what came, for the refusal
     */
    static List<DataSet> steps(DataSet order, String place) throws OrderRefusedException {
        var set = littleEndian(order, place);
        required(set, Tag.PatientID, OrderProblem.NO_PATIENT_ID, place);
        required(set, Tag.PatientName, OrderProblem.NO_PATIENT_NAME, place);
        var steps = set.items(Tag.ScheduledProcedureStepSequence);
        if (steps.isEmpty() || steps.size() > MAX_STEPS) {
            throw new OrderRefusedException(OrderProblem.NO_STEP, place);
        }
        date(set, Tag.PatientBirthDate, place);
        String uid = set.string(Tag.StudyInstanceUID);
        if (uid != null) {
            try {
                Checks.uid(uid);
            } catch (IllegalArgumentException e) {
                throw new OrderRefusedException(OrderProblem.BAD_UID, place);
            }
        }
        set.remove(Tag.ScheduledProcedureStepSequence);
        bounded(set, place);
        var made = new ArrayList<DataSet>();
        for (var given : steps) {
            var one = set.copy();
            var step = given.copy();
            one.putSequence(Tag.ScheduledProcedureStepSequence, step);
            bounded(one, place);
            complete(one, step, place);
            lengths(one, place);
            made.add(one);
        }
        return made;
    }

    /** The bytes of an order as they are on disk. */
    static byte[] encoded(DataSet order, String place) throws OrderRefusedException {
        try {
            return DicomWriter.dataSetBytes(order, Uid.ExplicitVRLittleEndian);
        } catch (IOException e) {
            // A value that is longer than its VR can say.
            throw new OrderRefusedException(OrderProblem.BAD_VALUE, place);
        }
    }

    /** A reduced copy whose values are little endian, as all of the book and all answers are. */
    private static DataSet littleEndian(DataSet order, String place) throws OrderRefusedException {
        var copy = order.copy();
        reduce(copy);
        if (!copy.bigEndian()) {
            return copy;
        }
        try {
            return DicomReader.readDataSet(
                    encoded(copy, place), Uid.ExplicitVRLittleEndian, ReadLimits.DEFAULT);
        } catch (IOException e) {
            throw new OrderRefusedException(OrderProblem.DICOM, place);
        }
    }

    private static void bounded(DataSet order, String place) throws OrderRefusedException {
        if (encoded(order, place).length > LARGEST) {
            throw new OrderRefusedException(OrderProblem.BAD_VALUE, place);
        }
    }

    private static void complete(DataSet one, DataSet step, String place)
            throws OrderRefusedException {
        String accession = one.string(Tag.AccessionNumber);
        String stepId = step.string(Tag.ScheduledProcedureStepID);
        if (accession == null && stepId == null) {
            throw new OrderRefusedException(OrderProblem.NO_NUMBER, place);
        }
        if (step.string(Tag.Modality) == null) {
            throw new OrderRefusedException(OrderProblem.NO_STEP, place);
        }
        if (stepId == null && accession != null) {
            step.putString(Tag.ScheduledProcedureStepID, VR.SH, accession);
        }
        if (one.string(Tag.RequestedProcedureID) == null) {
            one.putString(
                    Tag.RequestedProcedureID,
                    VR.SH,
                    accession == null ? String.valueOf(stepId) : accession);
        }
        date(step, Tag.ScheduledProcedureStepStartDate, place);
        String time = step.string(Tag.ScheduledProcedureStepStartTime);
        if (time != null && !TIME.matcher(time).matches()) {
            throw new OrderRefusedException(OrderProblem.BAD_DATE, place);
        }
    }

    private static void required(DataSet set, int tag, OrderProblem problem, String place)
            throws OrderRefusedException {
        String value = set.string(tag);
        if (value == null || value.isBlank() || value.replaceAll("[\\^= ]", "").isEmpty()) {
            throw new OrderRefusedException(problem, place);
        }
    }

    private static void date(DataSet set, int tag, String place) throws OrderRefusedException {
        String value = set.string(tag);
        @Nullable LocalDate day = value == null ? null : Order.dayOf(value);
        if (value != null && day == null) {
            throw new OrderRefusedException(OrderProblem.BAD_DATE, place);
        }
    }

    // A value that a scanner cannot hold would be cut there, and then fit nothing.
    private static void lengths(DataSet set, String place) throws OrderRefusedException {
        for (Element element : set) {
            if (element instanceof Element.Sequence sequence) {
                for (DataSet item : sequence.items()) {
                    lengths(item, place);
                }
                continue;
            }
            int longest = LONGEST.getOrDefault(element.vr(), Integer.MAX_VALUE);
            for (String value : set.strings(element.tag())) {
                if (value.length() > longest
                        || (element.vr() == VR.CS && !CODE_STRING.matcher(value).matches())) {
                    throw new OrderRefusedException(OrderProblem.BAD_VALUE, place);
                }
            }
        }
    }

    /**
     * Takes out pixels, group lengths, what is too large for a worklist, and what no key can ask
     * for: private elements and those whose VR nobody knows.
     */
    private static void reduce(DataSet set) {
        for (Element element : set) {
            if (element instanceof Element.Bulk
                    || element instanceof Element.Encapsulated
                    || element.vr() == VR.UN
                    || Tag.isPrivate(element.tag())
                    || (element.tag() & 0xffff) == 0
                    || element.tag() >>> 16 == 0x7fe0) {
                set.remove(element.tag());
            } else if (element instanceof Element.Sequence sequence) {
                sequence.items().forEach(OrderForm::reduce);
            }
        }
    }
}

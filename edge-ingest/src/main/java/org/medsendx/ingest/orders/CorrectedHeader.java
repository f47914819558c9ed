package org.medsendx.ingest.orders;

import java.io.IOException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/**
 * Which elements of a header say who was examined and for what order, and what becomes of each when
 * an order says it better. What was done, when, by which device and with what pictures is left as
 * it is; so is the side, which no order can know.
 *
 * <p>Of another person nothing may stay behind: what the order does not say is removed, or emptied
 * where an instance has to have it. Of the same person, known by the Patient ID, it stays.
 */
final class CorrectedHeader {

    /** What every image has to have (Type 2 of PS3.3, C.7.1.1 and C.7.2.1). */
    private static final List<Element> NEEDED =
            List.of(
                    nothing(Tag.PatientName, VR.PN),
                    nothing(Tag.PatientID, VR.LO),
                    nothing(Tag.PatientBirthDate, VR.DA),
                    nothing(Tag.PatientSex, VR.CS),
                    nothing(Tag.AccessionNumber, VR.SH),
                    nothing(Tag.ReferringPhysicianName, VR.PN),
                    nothing(Tag.StudyID, VR.SH));

    private static final int PATIENT = 0x0010;
    private static final int TRIAL = 0x0012;
    private static final int VISIT = 0x0038;

    /** Of the person, in other groups than those of the patient, the visit and the trial. */
    private static final Set<Integer> OF_PERSON =
            Set.of(
                    Tag.ReferencedPatientSequence,
                    Tag.AdmittingDiagnosesDescription,
                    Tag.AdmittingDiagnosesCodeSequence,
                    Tag.PhysiciansOfRecord,
                    Tag.PhysiciansOfRecordIdentificationSequence,
                    Tag.ConsultingPhysicianName,
                    Tag.ConsultingPhysicianIdentificationSequence,
                    Tag.ConfidentialityConstraintOnPatientDataDescription);

    /** Of what was asked for. */
    private static final Set<Integer> OF_ORDER =
            Set.of(
                    Tag.AccessionNumber,
                    Tag.IssuerOfAccessionNumberSequence,
                    Tag.ReferencedStudySequence,
                    Tag.ReferringPhysicianName,
                    Tag.ReferringPhysicianAddress,
                    Tag.ReferringPhysicianTelephoneNumbers,
                    Tag.ReferringPhysicianIdentificationSequence,
                    Tag.RequestingPhysician,
                    Tag.RequestingService,
                    Tag.RequestedProcedureDescription,
                    Tag.RequestedProcedureCodeSequence,
                    Tag.ReasonForTheRequestedProcedure,
                    Tag.PlacerOrderNumberImagingServiceRequest,
                    Tag.FillerOrderNumberImagingServiceRequest,
                    Tag.ImagingServiceRequestComments,
                    Tag.NamesOfIntendedRecipientsOfResults,
                    Tag.ReferencedRequestSequence);

    /** Of an order these are put into an image that has no such element; others only replace. */
    private static final Set<Integer> ADDED =
            Set.of(
                    Tag.PatientName,
                    Tag.PatientID,
                    Tag.IssuerOfPatientID,
                    Tag.IssuerOfPatientIDQualifiersSequence,
                    Tag.OtherPatientIDsSequence,
                    Tag.PatientBirthDate,
                    Tag.PatientSex,
                    Tag.PatientSize,
                    Tag.PatientWeight,
                    Tag.AccessionNumber,
                    Tag.IssuerOfAccessionNumberSequence,
                    Tag.ReferringPhysicianName);

    private CorrectedHeader() {}

    private static Element nothing(int tag, VR vr) {
        return new Element.Value(tag, vr, new byte[0]);
    }

    /** Puts what an order says into a header; both in one character set and byte order. */
    static void put(DataSet image, DataSet order) {
        boolean same =
                !Order.textOf(image, Tag.PatientID).isEmpty()
                        && Order.textOf(image, Tag.PatientID)
                                .equalsIgnoreCase(Order.textOf(order, Tag.PatientID))
                        && !PatientCheck.differ(
                                Order.textOf(image, Tag.IssuerOfPatientID),
                                Order.textOf(order, Tag.IssuerOfPatientID));
        boolean study =
                !Order.textOf(image, Tag.StudyInstanceUID)
                        .equals(Order.textOf(order, Tag.StudyInstanceUID));
        for (Element element : image) {
            int tag = element.tag();
            if ((ofPerson(tag) && !same) || OF_ORDER.contains(tag)) {
                image.remove(tag);
            }
        }
        for (Element element : order) {
            int tag = element.tag();
            if ((ofPerson(tag) || OF_ORDER.contains(tag))
                    && !element.isEmpty()
                    && (ADDED.contains(tag) || image.contains(tag))) {
                image.put(element);
            }
        }
        age(image, order, same);
        if (study) {
            String procedure = Order.textOf(order, Tag.RequestedProcedureID);
            image.putString(Tag.StudyID, VR.SH, procedure);
        }
        if (image.contains(Tag.RequestAttributesSequence) || image.contains(Tag.Rows)) {
            image.putSequence(Tag.RequestAttributesSequence, request(order, image));
        }
        for (Element needed : NEEDED) {
            if (!image.contains(needed.tag())) {
                image.put(needed);
            }
        }
    }

    private static boolean ofPerson(int tag) {
        int group = tag >>> 16;
        return group == PATIENT
                || group == VISIT
                || (group == TRIAL && !ofDeidentification(tag))
                || OF_PERSON.contains(tag);
    }

    /** (0012,0062) to (0012,0064) say what was done to the data set, and to nobody. */
    private static boolean ofDeidentification(int tag) {
        return tag >= Tag.PatientIdentityRemoved && tag <= Tag.DeidentificationMethodCodeSequence;
    }

    /** The age on the day of the study, by the order's birth date. */
    private static void age(DataSet image, DataSet order, boolean same) {
        @Nullable LocalDate born = Order.dayOf(Order.textOf(order, Tag.PatientBirthDate));
        @Nullable LocalDate day = Order.dayOf(Order.textOf(image, Tag.StudyDate));
        if (born != null && day != null && !born.isAfter(day)) {
            long years = ChronoUnit.YEARS.between(born, day);
            long months = ChronoUnit.MONTHS.between(born, day);
            String age =
                    years >= 2
                            ? "%03dY".formatted(Math.min(years, 999))
                            : months >= 1
                                    ? "%03dM".formatted(months)
                                    : "%03dD".formatted(ChronoUnit.DAYS.between(born, day));
            image.putString(Tag.PatientAge, VR.AS, age);
        } else if (!same) {
            image.remove(Tag.PatientAge);
        }
    }

    /** What was asked for, as an image has it (PS3.3, table 10-9). */
    private static DataSet request(DataSet order, DataSet image) {
        var request = new DataSet(image.bigEndian());
        var step = order.items(Tag.ScheduledProcedureStepSequence).getFirst();
        for (int tag :
                new int[] {
                    Tag.AccessionNumber,
                    Tag.IssuerOfAccessionNumberSequence,
                    Tag.StudyInstanceUID,
                    Tag.RequestedProcedureID,
                    Tag.RequestedProcedureDescription,
                    Tag.RequestedProcedureCodeSequence
                }) {
            put(request, order.get(tag));
        }
        for (int tag :
                new int[] {
                    Tag.ScheduledProcedureStepID,
                    Tag.ScheduledProcedureStepDescription,
                    Tag.ScheduledProtocolCodeSequence
                }) {
            put(request, step.get(tag));
        }
        return request;
    }

    private static void put(DataSet set, @Nullable Element element) {
        if (element != null && !element.isEmpty()) {
            set.put(
                    element instanceof Element.Sequence sequence
                            ? new Element.Sequence(
                                    sequence.tag(),
                                    new ArrayList<>(
                                            sequence.items().stream().map(DataSet::copy).toList()))
                            : element);
        }
    }

    /** Whether a header still says what an element of another one says. */
    static boolean says(DataSet original, Element element, DataSet next) throws IOException {
        Element there = next.get(element.tag());
        if (there == null) {
            return false;
        }
        if (element instanceof Element.Value one && there instanceof Element.Value other) {
            return Arrays.equals(one.bytes(), other.bytes())
                    // In another character set it has other bytes, and other padding.
                    || (one.vr().characterSet()
                            && original.strings(element.tag()).equals(next.strings(element.tag())));
        }
        if (element instanceof Element.Sequence one && there instanceof Element.Sequence other) {
            return sameItems(one, other);
        }
        // What lies in its file is put nowhere else; text that was converted says the same.
        return true;
    }

    private static boolean sameItems(Element.Sequence one, Element.Sequence other)
            throws IOException {
        if (one.items().size() != other.items().size()) {
            return false;
        }
        for (int i = 0; i < one.items().size(); i++) {
            var left = one.items().get(i);
            var right = other.items().get(i);
            if (left.size() != right.size()) {
                return false;
            }
            for (Element element : left) {
                if (!says(left, element, right)) {
                    return false;
                }
            }
        }
        return true;
    }
}

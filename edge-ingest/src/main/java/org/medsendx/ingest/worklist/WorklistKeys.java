package org.medsendx.ingest.worklist;

import java.util.Set;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.ingest.matching.QueryKeys;

/** Which keys of a query are matched and returned (PS3.4, table K.6-1). */
final class WorklistKeys {

    private static final Set<Integer> OF_ORDER =
            Set.of(
                    Tag.ScheduledProcedureStepSequence,
                    Tag.AccessionNumber,
                    Tag.IssuerOfAccessionNumberSequence,
                    Tag.RequestedProcedureID,
                    Tag.RequestedProcedureDescription,
                    Tag.RequestedProcedureCodeSequence,
                    Tag.RequestedProcedurePriority,
                    Tag.RequestedProcedureComments,
                    Tag.ReasonForTheRequestedProcedure,
                    Tag.PatientTransportArrangements,
                    Tag.StudyInstanceUID,
                    Tag.StudyDate,
                    Tag.StudyTime,
                    Tag.ReferencedStudySequence,
                    Tag.ReferencedPatientSequence,
                    Tag.ReferringPhysicianName,
                    Tag.RequestingPhysician,
                    Tag.RequestingService,
                    Tag.NamesOfIntendedRecipientsOfResults,
                    Tag.PlacerOrderNumberImagingServiceRequest,
                    Tag.FillerOrderNumberImagingServiceRequest,
                    Tag.ImagingServiceRequestComments,
                    Tag.AdmissionID,
                    Tag.IssuerOfAdmissionIDSequence,
                    Tag.CurrentPatientLocation,
                    Tag.InstitutionName,
                    Tag.PatientName,
                    Tag.PatientID,
                    Tag.IssuerOfPatientID,
                    Tag.OtherPatientIDsSequence,
                    Tag.PatientBirthDate,
                    Tag.PatientSex,
                    Tag.PatientSize,
                    Tag.PatientWeight,
                    Tag.PatientAge,
                    Tag.PatientComments,
                    Tag.PatientState,
                    Tag.PregnancyStatus,
                    Tag.MedicalAlerts,
                    Tag.Allergies,
                    Tag.SpecialNeeds,
                    Tag.AdditionalPatientHistory,
                    Tag.EthnicGroup,
                    Tag.LastMenstrualDate,
                    Tag.ConfidentialityConstraintOnPatientDataDescription,
                    Tag.ReferencedSOPClassUID,
                    Tag.ReferencedSOPInstanceUID);

    private static final Set<Integer> OF_STEP =
            Set.of(
                    Tag.ScheduledStationAETitle,
                    Tag.ScheduledStationName,
                    Tag.ScheduledProcedureStepLocation,
                    Tag.ScheduledProcedureStepStartDate,
                    Tag.ScheduledProcedureStepStartTime,
                    Tag.ScheduledProcedureStepEndDate,
                    Tag.ScheduledProcedureStepEndTime,
                    Tag.Modality,
                    Tag.ScheduledPerformingPhysicianName,
                    Tag.ScheduledProcedureStepDescription,
                    Tag.ScheduledProtocolCodeSequence,
                    Tag.ScheduledProcedureStepID,
                    Tag.ScheduledProcedureStepStatus,
                    Tag.CommentsOnTheScheduledProcedureStep,
                    Tag.PreMedication,
                    Tag.RequestedContrastAgent);

    private WorklistKeys() {}

    /** Whether a key at the outermost level or in the step is supported. */
    static boolean supports(int tag, boolean inStep) {
        return (inStep ? OF_STEP : OF_ORDER).contains(tag);
    }

    /** Whether all keys of a query are supported. */
    static boolean supportsAll(DataSet query) {
        for (Element key : query) {
            if (QueryKeys.isKey(key.tag()) && !supports(key.tag(), false)) {
                return false;
            }
        }
        for (DataSet step : query.items(Tag.ScheduledProcedureStepSequence)) {
            for (Element key : step) {
                if (QueryKeys.isKey(key.tag()) && !supports(key.tag(), true)) {
                    return false;
                }
            }
        }
        return true;
    }
}

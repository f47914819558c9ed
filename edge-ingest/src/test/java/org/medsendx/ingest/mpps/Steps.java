package org.medsendx.ingest.mpps;

import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/** What a scanner tells of a step. */
public final class Steps {

    private Steps() {}

    public static DataSet begun(String study, String accession, String step) {
        return new DataSet()
                .putString(Tag.PerformedProcedureStepStatus, VR.CS, "IN PROGRESS")
                .putString(Tag.PerformedProcedureStepID, VR.SH, "PPS1")
                .putString(Tag.PerformedStationAETitle, VR.AE, "MG_1")
                .putString(Tag.PerformedProcedureStepStartDate, VR.DA, "20260302")
                .putString(Tag.PerformedProcedureStepStartTime, VR.TM, "0930")
                .putString(Tag.Modality, VR.CS, "MG")
                .putSequence(
                        Tag.ScheduledStepAttributesSequence,
                        new DataSet()
                                .putString(Tag.StudyInstanceUID, VR.UI, study)
                                .putString(Tag.AccessionNumber, VR.SH, accession)
                                .putString(Tag.ScheduledProcedureStepID, VR.SH, step));
    }

    public static DataSet state(String term) {
        return new DataSet().putString(Tag.PerformedProcedureStepStatus, VR.CS, term);
    }

    public static DataSet completed() {
        return state("COMPLETED")
                .putString(Tag.PerformedProcedureStepEndDate, VR.DA, "20260302")
                .putString(Tag.PerformedProcedureStepEndTime, VR.TM, "0945")
                .putSequence(
                        Tag.PerformedSeriesSequence,
                        new DataSet().putString(Tag.SeriesInstanceUID, VR.UI, "1.2.8"));
    }
}

package org.medsendx.segmenter.dicomweb;

import java.util.LinkedHashSet;
import java.util.Set;
import org.medsendx.dicom.dictionary.Tag;

/**
 * What is searched for, with the attributes that are matched and returned there (PS3.18, tables
 * 10.6.1-5 and 10.6.3-3 to 10.6.3-5). What a level has is matched at the levels below it too.
 */
enum SearchLevel {
    STUDY(
            Set.of(
                    Tag.StudyDate,
                    Tag.StudyTime,
                    Tag.AccessionNumber,
                    Tag.ModalitiesInStudy,
                    Tag.ReferringPhysicianName,
                    Tag.TimezoneOffsetFromUTC,
                    Tag.PatientName,
                    Tag.PatientID,
                    Tag.PatientBirthDate,
                    Tag.PatientSex,
                    Tag.StudyInstanceUID,
                    Tag.StudyID),
            Set.of(
                    Tag.StudyDescription,
                    Tag.PatientAge,
                    Tag.PatientSize,
                    Tag.PatientWeight,
                    Tag.IssuerOfPatientID,
                    Tag.PatientIdentityRemoved,
                    Tag.DeidentificationMethod)),
    SERIES(
            Set.of(
                    Tag.Modality,
                    Tag.SeriesDescription,
                    Tag.SeriesInstanceUID,
                    Tag.SeriesNumber,
                    Tag.PerformedProcedureStepStartDate,
                    Tag.PerformedProcedureStepStartTime),
            Set.of(
                    Tag.SeriesDate,
                    Tag.SeriesTime,
                    Tag.BodyPartExamined,
                    Tag.Laterality,
                    Tag.ProtocolName,
                    Tag.Manufacturer,
                    Tag.ManufacturerModelName,
                    Tag.StationName,
                    Tag.FrameOfReferenceUID,
                    Tag.PatientPosition)),
    INSTANCE(
            Set.of(
                    Tag.SOPClassUID,
                    Tag.SOPInstanceUID,
                    Tag.InstanceNumber,
                    Tag.Rows,
                    Tag.Columns,
                    Tag.BitsAllocated,
                    Tag.NumberOfFrames),
            Set.of());

    private final Set<Integer> returned;
    private final Set<Integer> further;

    SearchLevel(Set<Integer> returned, Set<Integer> further) {
        this.returned = returned;
        this.further = further;
    }

    /** Attributes of every result. */
    Set<Integer> returned() {
        return returned;
    }

    /** Whether an attribute of a header is matched, or returned when it is asked for. */
    boolean has(int tag) {
        // Of an instance everything.
        return this == INSTANCE || all().contains(tag);
    }

    /** Attributes that a result has when all are asked for. */
    Set<Integer> all() {
        var all = new LinkedHashSet<Integer>();
        for (var level : values()) {
            if (level.ordinal() <= ordinal()) {
                all.addAll(level.returned);
                all.addAll(level.further);
            }
        }
        return all;
    }
}

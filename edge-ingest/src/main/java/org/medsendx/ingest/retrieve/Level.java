package org.medsendx.ingest.retrieve;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.dictionary.Tag;

/** A level of the hierarchy (PS3.4, C.6), with the attributes that are matched and returned. */
public enum Level {
    PATIENT(
            Tag.PatientID,
            Set.of(
                    Tag.PatientName,
                    Tag.PatientID,
                    Tag.IssuerOfPatientID,
                    Tag.PatientBirthDate,
                    Tag.PatientBirthTime,
                    Tag.PatientSex,
                    Tag.OtherPatientIDs,
                    Tag.OtherPatientNames,
                    Tag.EthnicGroup),
            Set.of(
                    Tag.NumberOfPatientRelatedStudies,
                    Tag.NumberOfPatientRelatedSeries,
                    Tag.NumberOfPatientRelatedInstances)),
    STUDY(
            Tag.StudyInstanceUID,
            Set.of(
                    Tag.StudyDate,
                    Tag.StudyTime,
                    Tag.AccessionNumber,
                    Tag.StudyID,
                    Tag.StudyInstanceUID,
                    Tag.ReferringPhysicianName,
                    Tag.StudyDescription,
                    Tag.NameOfPhysiciansReadingStudy,
                    Tag.AdmittingDiagnosesDescription,
                    Tag.PatientAge,
                    Tag.PatientSize,
                    Tag.PatientWeight,
                    Tag.Occupation),
            Set.of(
                    Tag.ModalitiesInStudy,
                    Tag.SOPClassesInStudy,
                    Tag.NumberOfStudyRelatedSeries,
                    Tag.NumberOfStudyRelatedInstances)),
    SERIES(
            Tag.SeriesInstanceUID,
            Set.of(
                    Tag.Modality,
                    Tag.SeriesNumber,
                    Tag.SeriesInstanceUID,
                    Tag.SeriesDescription,
                    Tag.SeriesDate,
                    Tag.SeriesTime,
                    Tag.BodyPartExamined,
                    Tag.Laterality,
                    Tag.PatientPosition,
                    Tag.ProtocolName,
                    Tag.PerformingPhysicianName,
                    Tag.OperatorsName,
                    Tag.Manufacturer,
                    Tag.ManufacturerModelName,
                    Tag.StationName,
                    Tag.InstitutionName,
                    Tag.PerformedProcedureStepStartDate,
                    Tag.PerformedProcedureStepStartTime,
                    Tag.PerformedProcedureStepID,
                    Tag.PerformedProcedureStepDescription),
            Set.of(Tag.NumberOfSeriesRelatedInstances)),
    IMAGE(
            Tag.SOPInstanceUID,
            Set.of(
                    Tag.InstanceNumber,
                    Tag.SOPInstanceUID,
                    Tag.SOPClassUID,
                    Tag.ImageType,
                    Tag.ContentDate,
                    Tag.ContentTime,
                    Tag.AcquisitionDate,
                    Tag.AcquisitionTime,
                    Tag.AcquisitionDateTime,
                    Tag.AcquisitionNumber,
                    Tag.InstanceCreationDate,
                    Tag.InstanceCreationTime,
                    Tag.ImageLaterality,
                    Tag.ViewPosition,
                    Tag.PatientOrientation,
                    Tag.SliceLocation,
                    Tag.NumberOfFrames,
                    Tag.Rows,
                    Tag.Columns,
                    Tag.BitsAllocated,
                    Tag.PhotometricInterpretation),
            Set.of());

    private final int unique;
    private final Set<Integer> stored;
    private final Set<Integer> counted;

    Level(int unique, Set<Integer> stored, Set<Integer> counted) {
        this.unique = unique;
        this.stored = stored;
        this.counted = counted;
    }

    /** The level that an identifier names; empty when it names none. */
    static Optional<Level> named(@Nullable String text) {
        return Arrays.stream(values()).filter(level -> level.name().equals(text)).findFirst();
    }

    /** Its unique key. */
    int unique() {
        return unique;
    }

    /** Attributes that stand in instances. */
    Set<Integer> stored() {
        return stored;
    }

    /** Whether an attribute is of this level, in instances or counted over them. */
    boolean has(int tag) {
        return stored.contains(tag) || counted.contains(tag);
    }

    /** Whether an attribute is of this level or of one above it. */
    boolean reaches(int tag) {
        return Arrays.stream(values()).limit(ordinal() + 1L).anyMatch(level -> level.has(tag));
    }

    /** Whether it is below another one. */
    boolean below(Level other) {
        return ordinal() > other.ordinal();
    }
}

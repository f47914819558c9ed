package org.medsendx.ingest.orders;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;

/**
 * What the header of an image says of whom it shows and for which order it was made; identified
 * data. Every text is empty where the header says nothing.
 *
 * @param stepIds Scheduled Procedure Step IDs of its request attributes (PS3.3, 10.6)
 * @param laterality {@code R}, {@code L}, {@code B} or empty
 */
public record Imaged(
        String patientId,
        String patientName,
        String birthDate,
        String sex,
        String accessionNumber,
        String studyInstanceUid,
        Set<String> stepIds,
        String modality,
        String laterality) {

    public Imaged {
        stepIds = Set.copyOf(stepIds);
    }

    /** Reads a header. */
    public static Imaged of(DataSet header) {
        var steps = new LinkedHashSet<String>();
        for (var item : header.items(Tag.RequestAttributesSequence)) {
            String step = text(item, Tag.ScheduledProcedureStepID);
            if (!step.isEmpty()) {
                steps.add(step);
            }
        }
        String accession = text(header, Tag.AccessionNumber);
        for (var item : header.items(Tag.RequestAttributesSequence)) {
            if (accession.isEmpty()) {
                accession = text(item, Tag.AccessionNumber);
            }
        }
        String side = text(header, Tag.ImageLaterality);
        if (side.isEmpty()) {
            side = text(header, Tag.Laterality);
        }
        return new Imaged(
                text(header, Tag.PatientID),
                text(header, Tag.PatientName),
                text(header, Tag.PatientBirthDate),
                text(header, Tag.PatientSex),
                accession,
                text(header, Tag.StudyInstanceUID),
                steps,
                text(header, Tag.Modality),
                side.equals("R") || side.equals("L") || side.equals("B") ? side : "");
    }

    private static String text(DataSet set, int tag) {
        @Nullable String value = set.string(tag);
        return value == null ? "" : value.strip();
    }

    /** Says that there is an image, not of whom. */
    @Override
    public String toString() {
        return "Imaged[...]";
    }
}

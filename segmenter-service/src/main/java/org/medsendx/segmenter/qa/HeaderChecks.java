package org.medsendx.segmenter.qa;

import java.util.ArrayList;
import java.util.List;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;

/**
 * The de-identification marks of a file, looked up in its header for a person. They show that the
 * marks are there; whether the content is clean was decided by the anonymizer's gate, and a mark
 * proves nothing by itself.
 */
public final class HeaderChecks {

    private HeaderChecks() {}

    /**
     * One check.
     *
     * @param what what was looked for, without any value of the file
     * @param passed whether it is so
     */
    public record Check(String what, boolean passed) {}

    /**
     * Checks a header.
     *
     * @param truck the truck whose id Station Name must carry
     */
    public static List<Check> of(DataSet header, String truck) {
        var checks = new ArrayList<Check>();
        checks.add(
                new Check(
                        "Patient Identity Removed (0012,0062) is YES",
                        "YES".equals(header.string(Tag.PatientIdentityRemoved))));
        checks.add(
                new Check(
                        "De-identification Method (0012,0063) is described",
                        header.string(Tag.DeidentificationMethod) != null));
        checks.add(
                new Check(
                        "De-identification Method Codes (0012,0064) are given",
                        !header.items(Tag.DeidentificationMethodCodeSequence).isEmpty()));
        checks.add(
                new Check(
                        "Longitudinal Temporal Information (0028,0303) is MODIFIED or REMOVED",
                        List.of("MODIFIED", "REMOVED")
                                .contains(
                                        text(
                                                header,
                                                Tag.LongitudinalTemporalInformationModified))));
        checks.add(
                new Check(
                        "Patient's Birth Date (0010,0030) is empty",
                        text(header, Tag.PatientBirthDate).isEmpty()));
        checks.add(
                new Check(
                        "Station Name (0008,1010) carries the truck",
                        truck.equals(header.string(Tag.StationName))));
        checks.add(
                new Check(
                        "Burned In Annotation (0028,0301) is not YES",
                        !text(header, Tag.BurnedInAnnotation).equals("YES")));
        return checks;
    }

    private static String text(DataSet header, int tag) {
        var value = header.string(tag);
        return value == null ? "" : value;
    }
}

package org.medsendx.segmenter.measurement;

import static org.medsendx.segmenter.measurement.ContentItem.Relationship.CONTAINS;
import static org.medsendx.segmenter.measurement.ContentItem.Relationship.HAS_CONCEPT_MOD;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.medsendx.contracts.deidentified.BreastDensity;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.segmenter.instance.Code;

/**
 * What a measurement group says of a breast's density, in the order of TID 1501. The grade has a
 * code of our own: those of SNOMED CT for breast composition are a radiologist's assessment.
 */
final class DensityGroup {

    private DensityGroup() {}

    /** What is found and where; both stand before the measurements. */
    static List<DataSet> finding(BreastDensity density) {
        String side = density.laterality();
        var site = ContentItem.code(CONTAINS, ReportCodes.FINDING_SITE, ReportCodes.BREAST);
        if (side != null) {
            ContentItem.with(
                    site,
                    ContentItem.code(
                            HAS_CONCEPT_MOD,
                            ReportCodes.LATERALITY,
                            side.equals("L") ? ReportCodes.LEFT : ReportCodes.RIGHT));
        }
        return List.of(
                ContentItem.code(CONTAINS, ReportCodes.FINDING, ReportCodes.BREAST_DENSITY), site);
    }

    /** The measurements. */
    static List<DataSet> measurements(BreastDensity density) {
        var items = new ArrayList<DataSet>();
        items.add(percent(ReportCodes.FIBROGLANDULAR_AREA, density.areaPercent()));
        items.add(percent(ReportCodes.AREA_UNCERTAINTY, density.areaUncertainty()));
        Double volume = density.volumePercent();
        if (volume != null) {
            items.add(percent(ReportCodes.FIBROGLANDULAR_VOLUME, volume));
        }
        items.add(grade(ReportCodes.GRADE, density.grade()));
        items.add(grade(ReportCodes.GRADE_FROM, density.gradeFrom()));
        items.add(grade(ReportCodes.GRADE_TO, density.gradeTo()));
        Double line = density.nippleLineMm();
        if (line != null) {
            items.add(
                    ContentItem.number(
                            CONTAINS, ReportCodes.NIPPLE_LINE, line, ReportCodes.MILLIMETRES));
        }
        return items;
    }

    private static DataSet percent(Code name, double value) {
        return ContentItem.number(CONTAINS, name, value, ReportCodes.PERCENT);
    }

    private static DataSet grade(Code name, String grade) {
        return ContentItem.code(
                CONTAINS,
                name,
                Code.own(
                        "GRADE-" + grade.toUpperCase(Locale.ROOT),
                        "Grade " + grade + " by area; no BI-RADS category"));
    }
}

package org.medsendx.deidentification.release;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Plausible;
import org.medsendx.deidentification.pseudonym.DateShift;
import org.medsendx.dicom.data.DataSet;

/** The day on which an instance was acquired, when it can be believed. */
final class AcquisitionDay {

    /** The dates that may say it, the best first. */
    private static final List<Integer> DATES =
            List.of(AcquisitionDate, AcquisitionDateTime, ContentDate, SeriesDate, StudyDate);

    private AcquisitionDay() {}

    /**
     * The first date that the header has; null when it has none, or when {@link Plausible} does not
     * believe that one: a clock that is wrong there is not right elsewhere.
     */
    static @Nullable LocalDate of(DataSet dataSet, LocalDate today) {
        for (int tag : DATES) {
            LocalDate day = day(dataSet, tag);
            if (day != null) {
                return believed(dataSet, day, today) ? day : null;
            }
        }
        return null;
    }

    /** Whether Study Date is a day that can be believed. */
    static boolean studyDated(DataSet dataSet, LocalDate today) {
        LocalDate day = day(dataSet, StudyDate);
        return day != null && believed(dataSet, day, today);
    }

    private static boolean believed(DataSet dataSet, LocalDate day, LocalDate today) {
        return Plausible.acquired(day, day(dataSet, PatientBirthDate), today);
    }

    private static @Nullable LocalDate day(DataSet dataSet, int tag) {
        String text = dataSet.string(tag);
        if (text == null || text.strip().length() < 8) {
            return null;
        }
        String stripped = text.strip();
        return DateShift.parse(tag == AcquisitionDateTime ? stripped.substring(0, 8) : stripped);
    }
}

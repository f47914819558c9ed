package org.medsendx.ingest.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/** What a study of the catalogue holds, and what it takes. */
class HeldStudyTest {

    @Test
    void of_two_objects_of_one_instance_the_last_that_is_there_counts() {
        var objects = new HeldObjects();
        var first = new UUID(1, 1);
        var again = new UUID(2, 2);
        var other = new UUID(3, 3);
        objects.add(first, HeldObjects.Key.of("1.2.1"));
        objects.add(other, HeldObjects.Key.of("1.2.2"));
        objects.add(again, HeldObjects.Key.of("1.2.1"));

        assertThat(objects.each(_ -> true, _ -> true)).containsExactly(other, again);
        assertThat(objects.each(_ -> true, id -> !id.equals(again))).containsExactly(first, other);
        assertThat(objects.each(HeldObjects.Key.of("1.2.2")::equals, _ -> true))
                .containsExactly(other);
        assertThat(objects.contains(again)).isTrue();
        assertThat(objects.contains(new UUID(4, 4))).isFalse();
        assertThat(objects.first(other::equals)).isEqualTo(other);
        assertThat(objects.first(_ -> false)).isNull();
    }

    private static DataSet row(int number) {
        return new DataSet()
                .putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 192")
                .putString(Tag.PatientName, VR.PN, "Doe^Jane^" + number)
                .putString(Tag.PatientID, VR.LO, "4711-" + number)
                .putString(Tag.PatientBirthDate, VR.DA, "19700101")
                .putString(Tag.PatientSex, VR.CS, "F")
                .putString(Tag.StudyInstanceUID, VR.UI, uid(number))
                .putString(Tag.StudyDate, VR.DA, "20260302")
                .putString(Tag.StudyTime, VR.TM, "080000")
                .putString(Tag.AccessionNumber, VR.SH, "A" + number)
                .putString(Tag.ReferringPhysicianName, VR.PN, "Refer^Rita")
                .putString(Tag.StudyDescription, VR.LO, "Screening of both breasts");
    }

    private static String uid(int number) {
        return "1.2.840.113619.2.55.3.2831868886.547.1267176541." + number;
    }

    /** The limit of memory is one of what is counted, so that has to be what is taken. */
    @Test
    void what_is_counted_is_about_what_is_taken() throws IOException {
        Map<String, HeldStudy> studies = new HashMap<>();
        long before = taken();
        long counted = 0;
        for (int i = 0; i < 20_000; i++) {
            var study = new HeldStudy(Header.packed(row(i)), "ISO_IR 100");
            var series = study.series(uid(i) + ".1", Header.packed(row(i)));
            for (int k = 0; k < 4; k++) {
                study.add(series, "1.2.3", new UUID(i, k), new HeldObjects.Key(i, k));
            }
            studies.put(uid(i), study);
            counted += study.bytes();
        }
        long taken = taken() - before;

        assertThat(studies).hasSize(20_000);
        assertThat(taken).as("counted %d", counted).isBetween(counted / 3, counted * 5 / 4);
    }

    private static long taken() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            var runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}

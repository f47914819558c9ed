package org.medsendx.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.CpuTime;

class DataSetTest {

    private static final byte[] NONE = {};

    private static byte[] bytes(DataSet dataSet, int tag) {
        return ((Value) Objects.requireNonNull(dataSet.get(tag))).bytes();
    }

    @Test
    void keeps_elements_in_the_order_of_their_tags() {
        var dataSet =
                new DataSet()
                        .putString(0xFFFCFFFC, VR.OB)
                        .putInt(Tag.Rows, VR.US, 1)
                        .putString(Tag.PatientName, VR.PN, "A")
                        .putString(Tag.Modality, VR.CS, "CT")
                        .putString(Tag.PatientName, VR.PN, "B");

        List<Integer> tags = new ArrayList<>();
        dataSet.forEach(element -> tags.add(element.tag()));

        assertThat(tags).containsExactly(Tag.Modality, Tag.PatientName, Tag.Rows, 0xFFFCFFFC);
        assertThat(dataSet.string(Tag.PatientName)).isEqualTo("B");
        assertThat(dataSet.remove(Tag.PatientName)).isNotNull();
        assertThat(dataSet.contains(Tag.PatientName)).isFalse();
        assertThat(dataSet.size()).isEqualTo(3);
    }

    @Test
    void pads_values_as_their_vr_asks() {
        var dataSet =
                new DataSet()
                        .putString(Tag.PatientID, VR.LO, "123")
                        .putString(Tag.SOPInstanceUID, VR.UI, "1.2")
                        .put(new Value(Tag.ICCProfile, VR.OB, new byte[3]));

        assertThat(bytes(dataSet, Tag.PatientID)).containsExactly('1', '2', '3', ' ');
        assertThat(bytes(dataSet, Tag.SOPInstanceUID)).containsExactly('1', '.', '2', 0);
        assertThat(bytes(dataSet, Tag.ICCProfile)).hasSize(4);
        assertThat(dataSet.string(Tag.PatientID)).isEqualTo("123");
        assertThat(dataSet.string(Tag.SOPInstanceUID)).isEqualTo("1.2");
    }

    @Test
    void splits_values_where_the_vr_allows_several() {
        var dataSet =
                new DataSet()
                        .putString(Tag.ImageType, VR.CS, "ORIGINAL", " PRIMARY ", "")
                        .putString(Tag.ImageComments, VR.LT, "one\\two")
                        .putString(Tag.StudyDescription, VR.LO, "  padded")
                        .putString(Tag.AdditionalPatientHistory, VR.LT, "  kept");

        assertThat(dataSet.strings(Tag.ImageType)).containsExactly("ORIGINAL", "PRIMARY", "");
        assertThat(dataSet.strings(Tag.ImageComments)).containsExactly("one\\two");
        assertThat(dataSet.string(Tag.StudyDescription)).isEqualTo("padded");
        assertThat(dataSet.string(Tag.AdditionalPatientHistory)).isEqualTo("  kept");
        assertThat(dataSet.strings(Tag.PatientName)).isEmpty();
        assertThat(dataSet.string(Tag.PatientName)).isNull();
    }

    @Test
    void reads_numbers_of_binary_and_text_vrs_in_both_byte_orders() {
        for (var dataSet : List.of(new DataSet(false), new DataSet(true))) {
            dataSet.putInt(Tag.Rows, VR.US, 65535, 2)
                    .putInt(Tag.SmallestImagePixelValue, VR.SS, -5)
                    .putInt(Tag.FrameIncrementPointer, VR.AT, 0x00181063)
                    .putInt(Tag.InstanceNumber, VR.IS, 7)
                    .putString(Tag.PixelSpacing, VR.DS, "0.5", "", "x", " 1e1 ")
                    .putInt(Tag.RecommendedDisplayFrameRateInFloat, VR.FL, 3);

            assertThat(dataSet.doubles(Tag.Rows)).containsExactly(65535, 2);
            assertThat(dataSet.intValue(Tag.SmallestImagePixelValue, 0)).isEqualTo(-5);
            assertThat(dataSet.strings(Tag.FrameIncrementPointer)).containsExactly("00181063");
            assertThat(dataSet.intValue(Tag.InstanceNumber, 0)).isEqualTo(7);
            // what is behind one that is none would not be in its place
            assertThat(dataSet.doubles(Tag.PixelSpacing)).containsExactly(0.5);
            assertThat(dataSet.hasUnreadableNumber(Tag.PixelSpacing)).isTrue();
            assertThat(dataSet.hasUnreadableNumber(Tag.InstanceNumber)).isFalse();
            assertThat(dataSet.doubles(Tag.RecommendedDisplayFrameRateInFloat)).containsExactly(3);
            assertThat(dataSet.intValue(Tag.Columns, -1)).isEqualTo(-1);
        }
    }

    @Test
    void items_inherit_the_character_set_around_them_unless_they_name_one() {
        var item = new DataSet();
        var own = new DataSet().putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 101");
        var dataSet =
                new DataSet()
                        .putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 192")
                        .putSequence(Tag.ReferencedStudySequence, item, own);

        item.putString(Tag.PatientName, VR.PN, "Ł");
        own.putString(Tag.PatientName, VR.PN, "Ł");

        assertThat(bytes(item, Tag.PatientName)).containsExactly(0xC5, 0x81);
        assertThat(bytes(own, Tag.PatientName)).containsExactly(0xA3, ' ');
        assertThat(item.string(Tag.PatientName)).isEqualTo(own.string(Tag.PatientName));
        dataSet.remove(Tag.SpecificCharacterSet);
        assertThat(item.characterSet()).isSameAs(SpecificCharacterSet.DEFAULT);
    }

    @Test
    void can_be_edited_while_it_is_walked() {
        var dataSet =
                new DataSet()
                        .putString(Tag.PatientName, VR.PN, "A")
                        .putString(Tag.PatientID, VR.LO, "B");

        for (Element element : dataSet) {
            dataSet.remove(element.tag());
        }

        assertThat(dataSet.size()).isZero();
    }

    @Test
    void forgets_what_is_removed_and_takes_it_again() {
        var dataSet = new DataSet();
        for (int i = 0; i < 20; i++) {
            dataSet.putInt(0x00091000 + i, VR.US, i);
        }
        for (int i = 0; i < 20; i += 2) {
            assertThat(dataSet.remove(0x00091000 + i)).isNotNull();
            assertThat(dataSet.remove(0x00091000 + i)).isNull();
        }
        dataSet.putInt(0x00091002, VR.US, 7).putInt(0x00091030, VR.US, 8);

        assertThat(dataSet.size()).isEqualTo(12);
        assertThat(dataSet.contains(0x00091000)).isFalse();
        assertThat(dataSet.get(0x00091004)).isNull();
        assertThat(dataSet.intValue(0x00091002, 0)).isEqualTo(7);
        assertThat(dataSet).extracting(Element::tag).isSorted().hasSize(12);
        assertThat(dataSet.copy().size()).isEqualTo(12);
    }

    @Test
    void removes_many_elements_in_time_that_grows_with_their_number() {
        var dataSet = new DataSet();
        for (int i = 0; i < 250_000; i++) {
            dataSet.put(new Element.Value(0x00091000 + (i >> 12 << 17) + (i & 4095), VR.LO, NONE));
        }
        long begin = CpuTime.nanos();

        for (Element element : dataSet) {
            dataSet.remove(element.tag());
        }

        assertThat(CpuTime.nanos() - begin).isLessThan(3_000_000_000L);
        assertThat(dataSet.size()).isZero();
    }

    @Test
    void a_copy_is_edited_apart() {
        var item = new DataSet().putString(Tag.PatientName, VR.PN, "A");
        var dataSet = new DataSet().putSequence(Tag.ReferencedPatientSequence, item);

        dataSet.copy().items(Tag.ReferencedPatientSequence).getFirst().remove(Tag.PatientName);

        assertThat(item.contains(Tag.PatientName)).isTrue();
    }

    @Test
    void never_shows_values_as_text() {
        var dataSet = new DataSet().putString(Tag.PatientName, VR.PN, "Doe^Jane");

        assertThat(dataSet.toString()).doesNotContain("Doe");
        assertThat(String.valueOf(dataSet.get(Tag.PatientName))).doesNotContain("Doe");
        assertThat(PersonName.of("Doe^Jane").toString()).doesNotContain("Doe");
    }

    @Test
    void reads_decimal_strings_as_the_standard_has_them_and_with_a_decimal_comma() {
        assertNumber("-1024,0", -1024);
        assertNumber("0,488281", 0.488281);
        assertNumber("0,125", 0.125);
        assertNumber(",5", 0.5);
        assertNumber("  +1.5E-3 ", 0.0015);
        assertNumber("5.", 5);
        assertNumber(".25e1", 2.5);
        assertNumber("-1024\0", -1024);
        assertNumber("12345678901234567890", 12345678901234567890.0);
    }

    private static void assertNumber(String text, double number) {
        var dataSet = new DataSet().putString(Tag.RescaleIntercept, VR.DS, text);
        assertThat(dataSet.doubles(Tag.RescaleIntercept)).as(text).containsExactly(number);
        assertThat(dataSet.hasUnreadableNumber(Tag.RescaleIntercept)).as(text).isFalse();
    }

    /** What Java or C takes for a number is none for that; 1,024 may be one or a thousand. */
    @Test
    void has_no_value_for_what_is_no_decimal_string() {
        for (String text :
                List.of(
                        "1.5f",
                        "1.5d",
                        "0x10",
                        "0x1p3",
                        "NaN",
                        "Infinity",
                        "-Infinity",
                        "1e999",
                        "1,024",
                        "-12,000",
                        "1.000,5",
                        "1,2,3",
                        "1 024",
                        "1\u00001",
                        "--1",
                        "1e",
                        "e5",
                        ".",
                        "-",
                        "+.e1",
                        "1.2.3",
                        "\u0661",
                        "1,5e3,5")) {
            var dataSet = new DataSet().putString(Tag.RescaleIntercept, VR.DS, text);
            assertThat(dataSet.doubles(Tag.RescaleIntercept)).as(text).isEmpty();
            assertThat(dataSet.intValue(Tag.RescaleIntercept, -7)).as(text).isEqualTo(-7);
            assertThat(dataSet.hasUnreadableNumber(Tag.RescaleIntercept)).as(text).isTrue();
        }
        var empty = new DataSet().putString(Tag.RescaleIntercept, VR.DS, "");
        assertThat(empty.hasUnreadableNumber(Tag.RescaleIntercept)).isFalse();
    }
}

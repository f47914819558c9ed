package org.medsendx.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/**
 * Texts that other toolkits were reported to decode wrongly, built anew from what the reports say.
 * Which report each is: docs/tried-reports.md.
 */
class ReportedCharacterSetsTest {

    private static final int ESC = 0x1B;

    private static DataSet dataSet(String characterSets, int tag, VR vr, byte[] bytes) {
        return new DataSet()
                .putString(Tag.SpecificCharacterSet, VR.CS, characterSets.split("\\\\", -1))
                .put(new Value(tag, vr, bytes));
    }

    /** Strings as ASCII, numbers as bytes. */
    private static byte[] bytes(Object... parts) {
        var out = new ByteArrayOutputStream();
        for (Object part : parts) {
            if (part instanceof String text) {
                out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
            } else {
                out.write((Integer) part);
            }
        }
        return out.toByteArray();
    }

    @Test
    void decodes_half_width_katakana_beside_ascii_without_an_escape() {
        DataSet set =
                dataSet(
                        "\\ISO 2022 IR 87\\ISO 2022 IR 13",
                        Tag.PatientName,
                        VR.PN,
                        bytes("a^b=", ESC, ")I", 0xB1, "^", ESC, ")I", 0xB2));

        assertThat(set.string(Tag.PatientName)).isEqualTo("a^b=\uFF71^\uFF72");
    }

    @Test
    void keeps_the_escape_sequences_of_a_korean_name_that_nobody_changed() {
        byte[] name =
                bytes(
                        "Hong^Gildong=",
                        ESC,
                        "$)C",
                        0xFB,
                        0xF3,
                        "^",
                        ESC,
                        "$)C",
                        0xD1,
                        0xCE,
                        0xD4,
                        0xD7,
                        "=",
                        ESC,
                        "$)C",
                        0xC8,
                        0xAB,
                        "^",
                        ESC,
                        "$)C",
                        0xB1,
                        0xE6,
                        0xB5,
                        0xBF);
        DataSet set = dataSet("\\ISO 2022 IR 149", Tag.PatientName, VR.PN, name);

        assertThat(set.string(Tag.PatientName))
                .isEqualTo("Hong^Gildong=\u6D2A^\u5409\u6D1E=\uD64D^\uAE38\uB3D9");
        assertThat(((Value) java.util.Objects.requireNonNull(set.get(Tag.PatientName))).bytes())
                .isEqualTo(name);
    }

    @Test
    void decodes_simplified_chinese_behind_its_escape_sequence() {
        byte[] text =
                bytes(
                        "Zhang^XiaoDong=",
                        ESC,
                        "$)A",
                        0xD5,
                        0xC5,
                        "^",
                        ESC,
                        "$)A",
                        0xD0,
                        0xA1,
                        0xB6,
                        0xAB,
                        "= ");
        DataSet set = dataSet("\\ISO 2022 IR 58", Tag.PatientName, VR.PN, text);

        assertThat(set.string(Tag.PatientName)).startsWith("Zhang^XiaoDong=\u5F20^\u5C0F\u4E1C");
        assertThat(
                        dataSet("\\ISO 2022 IR 58", Tag.StudyDescription, VR.LO, text)
                                .string(Tag.StudyDescription))
                .doesNotContain("$)A")
                .contains("\u5C0F\u4E1C");
    }

    @Test
    void returns_to_the_first_character_set_behind_a_delimiter_of_a_name() {
        DataSet set =
                dataSet(
                        "ISO 2022 IR 100\\ISO 2022 IR 149",
                        Tag.PatientName,
                        VR.PN,
                        bytes(0xE7, "^", ESC, "$)C", 0xA4, 0xBA, "^", 0xE7));

        assertThat(set.string(Tag.PatientName)).isEqualTo("\u00E7^\u314A^\u00E7");
    }

    @Test
    void splits_values_at_the_byte_that_japanese_shows_as_a_yen_sign() {
        DataSet set =
                dataSet(
                        "ISO 2022 IR 13\\ISO 2022 IR 87",
                        Tag.OtherPatientNames,
                        VR.PN,
                        bytes(0xD4, 0xCF, "\\", 0xC0, 0xDB, "=", ESC, "$B;3ED", ESC, "(J"));

        assertThat(set.strings(Tag.OtherPatientNames))
                .isEqualTo(List.of("\uFF94\uFF8F", "\uFF80\uFF9B=\u5C71\u7530"));
    }

    @Test
    void survives_escape_sequences_that_no_character_set_has() {
        for (byte[] text :
                List.of(
                        bytes("a", ESC, "$)Zb"),
                        bytes("a", ESC),
                        bytes(ESC, "(", ESC, "$", 0xFF),
                        bytes("Doe", ESC, "[31m^Jane"))) {
            DataSet set = dataSet("\\ISO 2022 IR 87", Tag.PatientName, VR.PN, text);

            assertThat(set.string(Tag.PatientName)).isNotNull();
        }
    }
}

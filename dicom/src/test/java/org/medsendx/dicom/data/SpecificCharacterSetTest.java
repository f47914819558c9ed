package org.medsendx.dicom.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.dicom.dictionary.VR;

/** The examples are those of PS3.5, Annexes H, I, J and K. */
class SpecificCharacterSetTest {

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(ISO_8859_1);
    }

    private static String decode(String terms, String latin1, VR vr) {
        return SpecificCharacterSet.of(List.of(terms.split("/", -1))).decode(bytes(latin1), vr);
    }

    @Test
    void decodes_kanji_and_phonetic_groups_after_an_empty_first_term() {
        String name =
                "Yamada^Tarou=\u001b$B;3ED\u001b(B^\u001b$BB@O:\u001b(B"
                        + "=\u001b$B$d$^$@\u001b(B^\u001b$B$?$m$&\u001b(B";

        assertThat(decode("/ISO 2022 IR 87", name, VR.PN)).isEqualTo("Yamada^Tarou=山田^太郎=やまだ^たろう");
    }

    @Test
    void decodes_half_width_katakana() {
        String name = "\u00d4\u00cf\u00c0\u00de^\u00c0\u00db\u00b3=\u001b$B;3ED\u001b(J^x";

        assertThat(decode("ISO 2022 IR 13/ISO 2022 IR 87", name, VR.PN)).isEqualTo("ﾔﾏﾀﾞ^ﾀﾛｳ=山田^x");
    }

    @Test
    void decodes_hangul_and_resets_at_delimiters() {
        String name =
                "Hong^Gildong=\u001b$)C\u00fb\u00f3^\u001b$)C\u00d1\u00ce\u00d4\u00d7"
                        + "=\u001b$)C\u00c8\u00ab^\u001b$)C\u00b1\u00e6\u00b5\u00bf";

        assertThat(decode("/ISO 2022 IR 149", name, VR.PN)).isEqualTo("Hong^Gildong=洪^吉洞=홍^길동");
    }

    @Test
    void keeps_a_backslash_that_is_half_a_character() {
        // the second byte of GB18030 8F5C is 5CH
        String two = "\u008f\\\\B";

        assertThat(decode("GB18030", two, VR.LO)).hasSize(3).endsWith("\\B");
        assertThat(
                        new DataSet()
                                .putString(0x00080005, VR.CS, "GB18030")
                                .put(new Element.Value(0x00080070, VR.LO, bytes(two + " ")))
                                .strings(0x00080070))
                .hasSize(2)
                .endsWith("B");
    }

    @ParameterizedTest
    @CsvSource({
        "ISO_IR 100, Ünïcode",
        "ISO_IR 101, Łódź",
        "ISO_IR 144, Люкceмбypг",
        "ISO_IR 126, Διονυσιος",
        "ISO_IR 127, قباني",
        "ISO_IR 138, שרון",
        "ISO_IR 148, Çavuşoğlu",
        "ISO_IR 166, สมชาย",
        "ISO_IR 192, Wang^XiaoDong=王^小東",
        "GB18030, Wang^XiaoDong=王^小东",
        "GBK, 王^小东",
        "ISO_IR 13, ﾔﾏﾀﾞ",
        "/ISO 2022 IR 87, Yamada^Tarou=山田^太郎=やまだ^たろう",
        "/ISO 2022 IR 159, 丂",
        "/ISO 2022 IR 149, Hong^Gildong=洪^吉洞=홍^길동",
        "/ISO 2022 IR 58, Zhang^XiaoDong=张^小东=",
        "ISO 2022 IR 100/ISO 2022 IR 144, Ünïcode^Люк",
        "/ISO 2022 IR 126, Διον a^Διον",
        "/ISO 2022 IR 87/ISO 2022 IR 149, 山홍a=山",
        "ISO 2022 IR 100/ISO 2022 IR 87/ISO 2022 IR 149, é山홍é山a",
        "ISO 2022 IR 13/ISO 2022 IR 87, ﾔ山aﾔ",
    })
    void decodes_what_it_encodes(String terms, String text) {
        var set = SpecificCharacterSet.of(List.of(terms.split("/", -1)));

        byte[] encoded = set.encode(text, VR.PN);

        assertThat(set.decode(encoded, VR.PN)).isEqualTo(text);
    }

    @Test
    void calls_every_set_before_its_characters_and_ascii_again_after_them() {
        assertThat(encode("/ISO 2022 IR 149", "³a")).isEqualTo("\u001b$)C\u00a9\u00f8a");
        assertThat(encode("/ISO 2022 IR 100", "é")).isEqualTo("\u001b-A\u00e9\u001b(B");
        assertThat(encode("/ISO 2022 IR 87/ISO 2022 IR 149", "山홍a"))
                .isEqualTo("\u001b$B;3\u001b$)C\u00c8\u00ab\u001b(Ba");
        assertThat(encode("ISO 2022 IR 13/ISO 2022 IR 87", "山^ﾔ"))
                .isEqualTo("\u001b$B;3\u001b(J^\u00d4");
        assertThat(encode("ISO 2022 IR 100/ISO 2022 IR 126", "é^Δé"))
                .isEqualTo("\u00e9^\u001b-F\u00c4\u001b-A\u00e9");
    }

    @Test
    void writes_a_question_mark_for_what_no_declared_set_has() {
        assertThat(encode("/ISO 2022 IR 87", "aé")).isEqualTo("a?");
        assertThat(encode("ISO_IR 101", "aЛ")).isEqualTo("a?");
    }

    private static String encode(String terms, String text) {
        var set = SpecificCharacterSet.of(List.of(terms.split("/", -1)));
        return new String(set.encode(text, VR.PN), ISO_8859_1);
    }

    @Test
    void understands_misspelt_terms_and_never_fails() {
        assertThat(decode("ISO-IR 101", "\u00a3", VR.LO)).isEqualTo("Ł");
        assertThat(decode("ISO_2022_IR_6/ISO 2022-IR 87", "\u001b$B;3\u001b(B", VR.LO))
                .isEqualTo("山");
        assertThat(decode("NO SUCH SET", "M\u00fcller", VR.PN)).isEqualTo("Müller");
        assertThat(decode("ISO_IR 192", "M\u00fcller", VR.PN)).isEqualTo("M\uFFFDller");
        assertThat(decode("/ISO 2022 IR 87", "\u001b$B;", VR.PN)).isNotNull();
        assertThat(decode("/ISO 2022 IR 87", "\u001b", VR.PN)).isEqualTo("\u001b");
    }

    @Test
    void applies_to_character_set_dependent_vrs_only() {
        assertThat(decode("ISO_IR 192", "\u00c3\u00bc", VR.CS)).isEqualTo("\u00c3\u00bc");
        assertThat(decode("ISO_IR 192", "\u00c3\u00bc", VR.LO)).isEqualTo("ü");
    }
}

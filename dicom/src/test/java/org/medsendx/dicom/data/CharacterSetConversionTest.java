package org.medsendx.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.medsendx.dicom.data.Element.Sequence;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

class CharacterSetConversionTest {

    private static final String UTF_8 = "ISO_IR 192";

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("M\u00fcller^J\u00f6rg\\\u00c4rger", List.of("ISO_IR 100")),
                Arguments.of("Buc^J\u00e9r\u00f4me", List.of("ISO_IR 100")),
                Arguments.of("\u041b\u044e\u043ace\u043c", List.of("ISO_IR 144")),
                Arguments.of("\u0394\u03b9\u03bf\u03bd", List.of("ISO_IR 126")),
                Arguments.of("\u738b^\u5c0f\u6771\\\u4e2d\u2014", List.of("GB18030")),
                Arguments.of("\ud840\udc0b", List.of("GB18030")),
                Arguments.of("Zhang=\u5f20^\u5c0f\u4e1c", List.of("", "ISO 2022 IR 58")),
                Arguments.of("Hong=\u6d2a^\u5409\u6d1e=\ud64d", List.of("", "ISO 2022 IR 149")),
                Arguments.of(
                        "Yamada=\u5c71\u7530^\u592a\u90ce=\u3084\u307e\u3060^\u305f\u308d\u3046",
                        List.of("", "ISO 2022 IR 87")),
                Arguments.of(
                        "\uff94\uff8f\uff80\uff9e=\u5c71\u7530",
                        List.of("ISO 2022 IR 13", "ISO 2022 IR 87")),
                Arguments.of(
                        "Dionysios=\u0394\u03b9\u03bf=\u0414\u0438",
                        List.of("ISO 2022 IR 100", "ISO 2022 IR 126", "ISO 2022 IR 144")));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void keeps_text_in_unicode_and_back(String text, List<String> terms) throws IOException {
        var item = new DataSet();
        var dataSet =
                new DataSet()
                        .putString(Tag.SpecificCharacterSet, VR.CS, terms.toArray(String[]::new));
        dataSet.putSequence(Tag.RequestAttributesSequence, item);
        item.putString(Tag.RequestedProcedureDescription, VR.LO, text.replace('^', ' '));
        dataSet.putString(Tag.PatientName, VR.PN, text);

        DataSet unicode = CharacterSetConversion.convert(dataSet, UTF_8);
        DataSet back = CharacterSetConversion.convert(unicode, terms.toArray(String[]::new));

        Value name = (Value) Objects.requireNonNull(unicode.get(Tag.PatientName));
        assertThat(new String(name.bytes(), StandardCharsets.UTF_8).stripTrailing())
                .isEqualTo(text);
        assertThat(unicode.strings(Tag.SpecificCharacterSet)).containsExactly(UTF_8);
        for (DataSet one : List.of(unicode, back)) {
            assertThat(String.join("\\", one.strings(Tag.PatientName))).isEqualTo(text);
            assertThat(
                            one.items(Tag.RequestAttributesSequence)
                                    .getFirst()
                                    .strings(Tag.RequestedProcedureDescription))
                    .isEqualTo(item.strings(Tag.RequestedProcedureDescription));
        }
    }

    @Test
    void an_item_that_names_its_own_character_set_names_the_new_one() throws IOException {
        var greek =
                new DataSet()
                        .putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 126")
                        .undefinedLength(true);
        greek.putString(Tag.CodeMeaning, VR.LO, "\u0394\u03b9");
        var plain = new DataSet();
        var dataSet = new DataSet().putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 100");
        dataSet.put(
                new Sequence(
                        Tag.RequestAttributesSequence,
                        List.of(greek, plain),
                        Element.Coding.UNDEFINED_LENGTH));
        plain.putString(Tag.CodeMeaning, VR.LO, "\u00fc");

        DataSet converted = CharacterSetConversion.convert(dataSet, UTF_8);

        List<DataSet> items = converted.items(Tag.RequestAttributesSequence);
        assertThat(items.get(0).string(Tag.CodeMeaning)).isEqualTo("\u0394\u03b9");
        assertThat(items.get(0).string(Tag.SpecificCharacterSet)).isEqualTo(UTF_8);
        assertThat(items.get(1).contains(Tag.SpecificCharacterSet)).isFalse();
        assertThat(items.get(0).undefinedLength()).isTrue();
        assertThat(items.get(1).string(Tag.CodeMeaning)).isEqualTo("\u00fc");
        assertThat(converted.get(Tag.RequestAttributesSequence))
                .isInstanceOfSatisfying(
                        Sequence.class,
                        sequence -> assertThat(sequence.coding().undefined()).isTrue());
        assertThat(greek.contains(Tag.SpecificCharacterSet)).isTrue();
    }

    @Test
    void refuses_what_the_new_character_set_does_not_have() {
        var dataSet = new DataSet().putString(Tag.SpecificCharacterSet, VR.CS, UTF_8);
        dataSet.putString(Tag.PatientID, VR.LO, "\u00fc")
                .putString(Tag.PatientName, VR.PN, "\u738b^x");

        var refused =
                catchThrowableOfType(
                        UnrepresentableTextException.class,
                        () -> CharacterSetConversion.convert(dataSet, "ISO_IR 100"));

        assertThat(refused.tag()).isEqualTo(Tag.PatientName);
        assertThat(refused.getMessage()).doesNotContain("\u738b");
        assertThatThrownBy(() -> CharacterSetConversion.convert(dataSet))
                .isInstanceOf(UnrepresentableTextException.class);
        assertThatThrownBy(() -> CharacterSetConversion.convert(dataSet, "ISO_IR 999"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refuses_bytes_without_a_meaning() {
        byte[] bytes = {'M', (byte) 0xFC, 'l', ' '};
        for (String term : List.of("", UTF_8, "ISO_IR 999")) {
            var dataSet = new DataSet().put(new Value(Tag.PatientName, VR.PN, bytes));
            if (!term.isEmpty()) {
                dataSet.putString(Tag.SpecificCharacterSet, VR.CS, term);
            }

            assertThatThrownBy(() -> CharacterSetConversion.convert(dataSet, UTF_8))
                    .isInstanceOf(UnrepresentableTextException.class);
        }
    }

    @Test
    void leaves_ascii_and_unknown_values_as_they_are() throws IOException {
        byte[] odd = {'D', 'o', 'e'};
        var name = new Value(Tag.PatientName, VR.PN, odd);
        var unknown = new Value(0x00091001, VR.UN, new byte[] {(byte) 0xFC, 0});
        var dataSet = new DataSet().putAsRead(name).putAsRead(unknown);

        DataSet converted = CharacterSetConversion.convert(dataSet, UTF_8);

        assertThat(converted.get(Tag.PatientName)).isSameAs(name);
        assertThat(converted.get(0x00091001)).isSameAs(unknown);
    }
}

package org.medsendx.dicom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.Allocation;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomFormatException.Problem;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.web.DicomJson.BulkValues;

class DicomJsonReaderTest {

    private static InputStream stream(String json) {
        return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
    }

    private static DataSet read(String json) throws IOException {
        return DicomJson.read(stream(json), ReadLimits.DEFAULT, BulkValues.REFUSED);
    }

    private static DicomFormatException refused(String json, ReadLimits limits) {
        return catchThrowableOfType(
                DicomFormatException.class,
                () -> DicomJson.read(stream(json), limits, BulkValues.REFUSED));
    }

    @Test
    void reads_back_what_it_wrote() throws IOException {
        var item = new DataSet().putString(Tag.CodeValue, VR.SH, "A\"B");
        var dataSet =
                new DataSet()
                        .putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 192")
                        .putString(Tag.ImageType, VR.CS, "ORIGINAL", "", "X")
                        .putString(Tag.PatientName, VR.PN, "Wang^XiaoDong=王^小東", "=小", "==x")
                        .putString(Tag.PatientBirthDate, VR.DA)
                        .putString(Tag.PatientComments, VR.LT, "a\\b\r\n\u0007")
                        .putString(Tag.PixelSpacing, VR.DS, "0.50", "5e3")
                        .putString(Tag.InstanceNumber, VR.IS, "07")
                        .putInt(Tag.Rows, VR.US, 512, 65535)
                        .putInt(Tag.FrameIncrementPointer, VR.AT, 0x00181063)
                        .put(new Value(Tag.ICCProfile, VR.OB, new byte[] {1, 2, 3, 4}))
                        .putSequence(Tag.ReferencedStudySequence, item, new DataSet());

        DataSet back = read(DicomJson.write(dataSet));

        assertThat(DicomJson.write(back)).isEqualTo(DicomJson.write(dataSet));
        assertThat(back.string(Tag.PatientName)).isEqualTo("Wang^XiaoDong=王^小東");
        assertThat(back.strings(Tag.SpecificCharacterSet)).containsExactly("ISO_IR 192");
        assertThat(back.items(Tag.ReferencedStudySequence)).hasSize(2);
    }

    @Test
    void takes_members_in_any_order_numbers_as_strings_nulls_and_unknown_members()
            throws IOException {
        DataSet dataSet =
                read(
                        """
                        { "00280010" : { "Value" : [ "512", 7.0 ], "vr" : "US" },
                          "00081190": {"keyword":"RetrieveURL", "more": [{"a":[true,null,1]}],
                                       "vr":"UR", "Value":["http://x/y"]},
                          "00100010": {"Value": [null, {"Alphabetic": null, "Phonetic": "p"}],
                                       "vr": "PN"},
                          "00081115": {"Value": [null, {}], "vr": "SQ"},
                          "00090010": {"vr":"LO","Value":["ACME"]},
                          "00091001": {"vr":"FD","Value":[1e300,"NaN","-Infinity"]},
                          "00720083": {"vr":"UV","Value":["18446744073709551615"]},
                          "00200013": {"vr":"IS","Value":[7]},
                          "00100020": {"vr":"LO"} }
                        """);

        assertThat(dataSet.strings(Tag.Rows)).containsExactly("512", "7");
        assertThat(dataSet.strings(Tag.PatientName)).containsExactly("", "==p");
        assertThat(dataSet.items(Tag.ReferencedSeriesSequence)).hasSize(2);
        assertThat(dataSet.doubles(0x00091001))
                .containsExactly(1e300, Double.NaN, Double.NEGATIVE_INFINITY);
        assertThat(dataSet.string(0x00720083)).isEqualTo("18446744073709551615");
        assertThat(dataSet.string(Tag.InstanceNumber)).isEqualTo("7");
        assertThat(dataSet.string(Tag.RetrieveURL)).isEqualTo("http://x/y");
        assertThat(dataSet.get(Tag.PatientID)).isNotNull();
    }

    @Test
    void keeps_a_character_set_that_no_text_contradicts() throws IOException {
        String latin = "{\"00080005\":{\"vr\":\"CS\",\"Value\":[\"ISO_IR 100\"]},\"00100010\":";

        DataSet ascii = read(latin + "{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":\"Doe\"}]}}");
        DataSet wide =
                read(latin + "{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":\"M\u00fcller\"}]}}");

        assertThat(ascii.string(Tag.SpecificCharacterSet)).isEqualTo("ISO_IR 100");
        assertThat(wide.string(Tag.SpecificCharacterSet)).isEqualTo("ISO_IR 192");
        assertThat(wide.string(Tag.PatientName)).isEqualTo("M\u00fcller");
    }

    @Test
    void asks_for_values_that_a_uri_stands_for() throws IOException {
        List<String> asked = new ArrayList<>();
        BulkValues values =
                (tag, vr, uri) -> {
                    asked.add(Tag.toString(tag) + vr + uri);
                    return new Value(tag, vr, new byte[2]);
                };
        String json =
                "{\"7FE00010\":{\"vr\":\"OW\",\"BulkDataURI\":\"../bulk/1\"},"
                        + "\"54000100\":{\"vr\":\"SQ\",\"Value\":[{\"54001010\":"
                        + "{\"vr\":\"OW\",\"BulkDataURI\":\"2\"}}]}}";

        DataSet dataSet = DicomJson.read(stream(json), ReadLimits.DEFAULT, values);

        assertThat(asked).containsExactly("(7FE0,0010)OW../bulk/1", "(5400,1010)OW2");
        assertThat(dataSet.contains(Tag.PixelData)).isTrue();
        assertThat(refused(json, ReadLimits.DEFAULT).tag()).isEqualTo(Tag.PixelData);
    }

    @Test
    void reads_an_array_one_by_one() throws IOException {
        String json =
                "[{\"00100020\":{\"vr\":\"LO\",\"Value\":[\"1\"]}}, {},"
                        + "{\"00100020\":{\"vr\":\"LO\",\"Value\":[\"3\"]}} ]";
        List<String> ids = new ArrayList<>();

        DicomJson.readAll(
                stream(json),
                ReadLimits.DEFAULT,
                BulkValues.REFUSED,
                dataSet -> ids.add(String.valueOf(dataSet.string(Tag.PatientID))));

        assertThat(ids).containsExactly("1", "null", "3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"0010\":{}}",
                "{\"00100010\":{\"vr\":\"XX\"}}",
                "{\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Alphabetical\":\"x\"}]}}",
                "{\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"00100010\":{\"vr\":\"PN\"}}]}}",
                "{\"00100020\":{\"vr\":\"LO\",\"Value\":[\"a\\\\b\"]}}",
                "{\"00100020\":{\"vr\":\"LO\",\"Value\":[5]}}",
                "{\"00100020\":{\"vr\":\"LO\",\"Value\":[\"a\"],\"InlineBinary\":\"AA==\"}}",
                "{\"00280010\":{\"vr\":\"US\",\"Value\":[65536]}}",
                "{\"00280010\":{\"vr\":\"US\",\"Value\":[1.5]}}",
                "{\"00280010\":{\"vr\":\"US\",\"Value\":[1e999999999]}}",
                "{\"00280010\":{\"vr\":\"US\",\"Value\":[01]}}",
                "{\"00282000\":{\"vr\":\"OB\",\"InlineBinary\":\"AA=A\"}}",
                "{\"00282000\":{\"vr\":\"OB\",\"InlineBinary\":\"AAA\"}}",
                "{\"00282000\":{\"vr\":\"OB\",\"Value\":[1]}}",
                "{\"00100020\":{\"vr\":\"LO\",\"Value\":[\"a\",]}}",
                "{\"00100020\":{\"vr\":\"LO\",\"Value\":[\"a\nb\"]}}",
                "{\"00080060\":{\"vr\":\"CS\",\"Value\":[\"\u738b\"]}}",
                "{} {}"
            })
    void refuses_what_is_no_dicom_json(String json) {
        assertThat(refused(json, ReadLimits.DEFAULT).problem()).isEqualTo(Problem.BAD_JSON);
    }

    @Test
    void names_tag_and_position_and_no_value() {
        String json = "{\"00100010\":{\"vr\":\"PN\",\"Value\":[\"Doe^Jane\"";

        var problem = refused(json, ReadLimits.DEFAULT);

        assertThat(problem.problem()).isEqualTo(Problem.TRUNCATED);
        assertThat(problem.tag()).isEqualTo(Tag.PatientName);
        assertThat(problem.position()).isEqualTo(json.length());
        assertThat(problem.getMessage()).doesNotContain("Doe");
    }

    @Test
    void holds_no_more_than_the_limits() {
        var limits = new ReadLimits(0, 1 << 20, 8);
        String text = "{\"00282000\":{\"vr\":\"OB\",\"InlineBinary\":\"" + "A".repeat(8 << 20);
        String name = "{\"00100010\":{\"vr\":\"LT\",\"Value\":[\"" + "x".repeat(8 << 20);
        String list = "{\"00100010\":{\"vr\":\"PN\",\"Value\":[" + "null,".repeat(1 << 20);
        String deep = "{\"00081115\":{\"vr\":\"SQ\",\"Value\":[".repeat(100_000);
        String skipped = "{\"00081115\":{\"x\":" + "[".repeat(100_000);
        for (String json : List.of(text, name, list)) {
            InputStream in = stream(json);
            long allocated = Allocation.now();

            var problem =
                    catchThrowableOfType(
                            DicomFormatException.class,
                            () -> DicomJson.read(in, limits, BulkValues.REFUSED));

            assertThat(problem.problem()).isEqualTo(Problem.TOO_LARGE);
            assertThat(Allocation.now() - allocated).isLessThan(3L << 20);
        }
        assertThat(refused(deep, limits).problem()).isEqualTo(Problem.TOO_DEEP);
        assertThat(refused(skipped, limits).problem()).isEqualTo(Problem.TOO_DEEP);
    }
}

package org.medsendx.dicom.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.RawDicom;
import org.medsendx.dicom.io.ReadLimits;

class DicomJsonTest {

    @TempDir Path folder;

    @Test
    void writes_the_model_of_the_standard() {
        var item = new DataSet().putString(Tag.CodeValue, VR.SH, "A\"B");
        var dataSet =
                new DataSet()
                        .putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 192")
                        .putString(Tag.ImageType, VR.CS, "ORIGINAL", "", "X")
                        .putString(Tag.PatientName, VR.PN, "Wang^XiaoDong=王^小東")
                        .putString(Tag.PatientBirthDate, VR.DA)
                        .putString(Tag.PixelSpacing, VR.DS, "+0.50", ".5")
                        .putString(Tag.InstanceNumber, VR.IS, "07")
                        .putInt(Tag.Rows, VR.US, 512)
                        .putInt(Tag.FrameIncrementPointer, VR.AT, 0x00181063)
                        .put(new Value(Tag.ICCProfile, VR.OB, new byte[] {1, 2}))
                        .putSequence(Tag.ReferencedStudySequence, item);

        assertThat(DicomJson.write(dataSet))
                .isEqualTo(
                        "{\"00080008\":{\"vr\":\"CS\",\"Value\":[\"ORIGINAL\",null,\"X\"]},"
                                + "\"00081110\":{\"vr\":\"SQ\",\"Value\":["
                                + "{\"00080100\":{\"vr\":\"SH\",\"Value\":[\"A\\\"B\"]}}]},"
                                + "\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":"
                                + "\"Wang^XiaoDong\",\"Ideographic\":\"王^小東\"}]},"
                                + "\"00100030\":{\"vr\":\"DA\"},"
                                + "\"00200013\":{\"vr\":\"IS\",\"Value\":[\"07\"]},"
                                + "\"00280009\":{\"vr\":\"AT\",\"Value\":[\"00181063\"]},"
                                + "\"00280010\":{\"vr\":\"US\",\"Value\":[512]},"
                                + "\"00280030\":{\"vr\":\"DS\",\"Value\":[0.5,0.5]},"
                                + "\"00282000\":{\"vr\":\"OB\",\"InlineBinary\":\"AQI=\"}}");
    }

    @Test
    void writes_numbers_that_are_none_as_text() {
        var dataSet =
                new DataSet()
                        .putString(Tag.PixelSpacing, VR.DS, "-1024,0", "1.5f", "NaN", "007.5", "5.")
                        .putString(Tag.InstanceNumber, VR.IS, "0x10", "12");

        assertThat(DicomJson.write(dataSet))
                .isEqualTo(
                        "{\"00200013\":{\"vr\":\"IS\",\"Value\":[\"0x10\",12]},"
                                + "\"00280030\":{\"vr\":\"DS\",\"Value\":"
                                + "[\"-1024,0\",\"1.5f\",\"NaN\",7.5,5.0]}}");
    }

    @Test
    void writes_what_is_left_in_the_file_inline_or_by_uri_but_never_nothing() throws IOException {
        String text = "a".repeat(70_000);
        byte[] bytes = new byte[100_001];
        new Random(5).nextBytes(bytes);
        RawDicom raw = RawDicom.bigEndian().element(0x00081195, "UT", text);
        raw.element(0x00282000, "OB", bytes).element(0x7FE00010, "OW", new byte[100_000]);
        DataSet big = read(RawDicom.file(RawDicom.BIG_ENDIAN, raw.bytes()));
        byte[] words = bytes.clone();
        for (int i = 0; i + 1 < words.length; i += 2) {
            words[i] = bytes[i + 1];
            words[i + 1] = bytes[i];
        }
        RawDicom other = RawDicom.bigEndian().element(0x00281201, "OW", bytes);
        DataSet swapped = read(RawDicom.file(RawDicom.BIG_ENDIAN, other.bytes()));

        assertThat(DicomJson.write(big))
                .contains("\"Value\":[\"" + text + "\"]")
                .contains("\"InlineBinary\":\"" + Base64.getEncoder().encodeToString(bytes) + "\"")
                .contains("\"7FE00010\":{\"vr\":\"OW\",\"InlineBinary\":\"AAAA");
        assertThat(DicomJson.write(swapped)).contains(Base64.getEncoder().encodeToString(words));

        RawDicom pixels = RawDicom.explicit().header(0x7FE00010, "OB", RawDicom.UNDEFINED);
        byte[] items =
                RawDicom.explicit()
                        .item(new byte[0])
                        .item(bytes)
                        .item(new byte[] {1, 2})
                        .sequenceDelimiter()
                        .bytes();
        DataSet encapsulated =
                read(RawDicom.file("1.2.840.10008.1.2.4.50", pixels.raw(items).bytes()));
        assertThat(DicomJson.write(encapsulated))
                .isEqualTo(
                        "{\"7FE00010\":{\"vr\":\"OB\",\"InlineBinary\":\""
                                + Base64.getEncoder().encodeToString(items)
                                + "\"}}");
        var out = new StringBuilder();
        DicomJson.write(encapsulated, element -> "bulk/1", out);
        assertThat(out.toString())
                .isEqualTo("{\"7FE00010\":{\"vr\":\"OB\",\"BulkDataURI\":\"bulk/1\"}}");
    }

    private DataSet read(byte[] file) throws IOException {
        return DicomReader.read(RawDicom.write(folder, file), ReadLimits.DEFAULT).dataSet();
    }
}

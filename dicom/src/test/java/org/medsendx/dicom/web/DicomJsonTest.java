package org.medsendx.dicom.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

class DicomJsonTest {

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
}

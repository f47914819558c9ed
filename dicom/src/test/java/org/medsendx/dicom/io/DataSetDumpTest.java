package org.medsendx.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;

class DataSetDumpTest {

    @Test
    void shows_one_element_a_line() {
        var item = new DataSet().putString(Tag.CodeValue, VR.SH, "ABC");
        var dataSet =
                new DataSet()
                        .putString(Tag.SOPClassUID, VR.UI, Uid.CTImageStorage)
                        .putSequence(Tag.ReferencedStudySequence, item)
                        .putString(0x00090010, VR.LO, "ACME")
                        .put(new Value(0x00091001, VR.UN, new byte[] {1, 2}))
                        .putString(Tag.PatientName, VR.PN, "Doe\u001b[2J^Jane")
                        .putString(Tag.PatientID, VR.LO);

        assertThat(DataSetDump.text(new FileMeta(null, null, "1.2.840.10008.1.2.1"), dataSet))
                .isEqualTo(
                        """
                        # Transfer syntax: 1.2.840.10008.1.2.1 (Explicit VR Little Endian)
                        (0008,0016) UI SOPClassUID: 1.2.840.10008.5.1.4.1.1.2 (CT Image Storage)
                        (0008,1110) SQ ReferencedStudySequence: 1 items
                          item 1
                            (0008,0100) SH CodeValue: ABC
                        (0009,0010) LO (private): ACME
                        (0009,1001) UN (private, ACME): 01 02 (2 bytes)
                        (0010,0010) PN PatientName: Doe.[2J^Jane
                        (0010,0020) LO PatientID: (empty)
                        """);
    }
}

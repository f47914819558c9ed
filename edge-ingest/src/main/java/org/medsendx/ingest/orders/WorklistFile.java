package org.medsendx.ingest.orders;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;

/**
 * Orders as DICOM worklist files, such as wlmscpfs of dcmtk and Orthanc serve ({@code .wl}). Read
 * from memory: what is identified is put nowhere but on its volume.
 */
final class WorklistFile {

    private static final int PREAMBLE = 132;
    private static final int TRANSFER_SYNTAX = 0x00020010;

    private WorklistFile() {}

    static void read(byte[] bytes, OrderImport.Taker taker) {
        DataSet set;
        try {
            set = dataSet(bytes);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            taker.refuse(OrderProblem.DICOM, "");
            return;
        }
        try {
            for (var one : OrderForm.steps(set, "")) {
                taker.take(new OrderChange(one, false, ""));
            }
        } catch (OrderRefusedException e) {
            taker.refuse(e.problem(), e.place());
        }
    }

    /** Passes over the file meta group (PS3.10, 7.1), which is explicit VR little endian. */
    private static DataSet dataSet(byte[] bytes) throws IOException {
        var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(PREAMBLE);
        String syntax = Uid.ImplicitVRLittleEndian;
        while (in.remaining() >= 8 && in.getShort(in.position()) == 2) {
            int tag = in.getShort() << 16 | in.getShort() & 0xffff;
            var vr = VR.of(in.get(), in.get());
            if (vr == null) {
                throw new IOException("no file meta group");
            }
            int length;
            if (vr.longForm()) {
                in.getShort();
                length = in.getInt();
            } else {
                length = in.getShort() & 0xffff;
            }
            if (length < 0 || length > in.remaining()) {
                throw new IOException("the file meta group ends within an element");
            }
            if (tag == TRANSFER_SYNTAX) {
                syntax =
                        new String(bytes, in.position(), length, StandardCharsets.US_ASCII)
                                .replace("\0", "")
                                .strip();
            }
            in.position(in.position() + length);
        }
        return DicomReader.readDataSet(
                Arrays.copyOfRange(bytes, in.position(), bytes.length), syntax, ReadLimits.DEFAULT);
    }
}

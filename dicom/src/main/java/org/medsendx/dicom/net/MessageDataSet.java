package org.medsendx.dicom.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.net.Association.Context;
import org.medsendx.dicom.net.Association.Message;

/** The data set of a message other than C-STORE: small enough to be held (PS3.7, 6.3.1). */
final class MessageDataSet {

    // Some 60,000 instances of a request for commitment; more in one message is refused.
    private static final int MAX_DATA_SET = 8 << 20;

    private MessageDataSet() {}

    static byte[] write(DataSet data, Context context) throws IOException {
        return DicomWriter.dataSetBytes(data, context.transferSyntax());
    }

    /** Reads the data set of a message to its end, also when it is of no use. */
    static DataSet read(Association association, Message message) throws IOException {
        if (!message.command().hasDataSet()) {
            throw new Unusable();
        }
        Bounded bytes = new Bounded();
        association.readDataSet(message.context(), bytes::take);
        if (bytes.overflow) {
            throw new Unusable();
        }
        try {
            return DicomReader.readDataSet(
                    bytes.kept.toByteArray(),
                    message.context().transferSyntax(),
                    ReadLimits.DEFAULT);
        } catch (IOException e) {
            throw new Unusable();
        }
    }

    /** A data set was there, or should have been, but cannot be read or is too large. */
    static final class Unusable extends IOException {

        private static final long serialVersionUID = 1L;

        Unusable() {
            super("not the data set of this message");
        }
    }

    private static final class Bounded {

        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private boolean overflow;

        void take(ByteBuffer data) {
            overflow |= kept.size() + data.remaining() > MAX_DATA_SET;
            if (!overflow) {
                byte[] bytes = new byte[data.remaining()];
                data.get(bytes);
                kept.writeBytes(bytes);
            }
        }
    }
}

package org.medsendx.ingest.orders;

import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.ReadLimits;

/**
 * An {@link Order} as its file has it.
 *
 * @param items its data set in explicit VR little endian, Base64
 */
public record OrderLine(
        String key, String items, Order.State state, Instant importedAt, Instant expiresAt) {

    static OrderLine of(Order order) throws IOException {
        return new OrderLine(
                order.key(),
                Base64.getEncoder()
                        .encodeToString(
                                DicomWriter.dataSetBytes(
                                        order.items(), Uid.ExplicitVRLittleEndian)),
                order.state(),
                order.importedAt(),
                order.expiresAt());
    }

    Order order() throws IOException {
        return new Order(
                key,
                DicomReader.readDataSet(
                        Base64.getDecoder().decode(items),
                        Uid.ExplicitVRLittleEndian,
                        ReadLimits.DEFAULT),
                state,
                importedAt,
                expiresAt);
    }

    /** Names it by its key alone. */
    @Override
    public String toString() {
        return "OrderLine[" + key + "]";
    }
}

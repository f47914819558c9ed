package org.medsendx.dicom.net;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/**
 * Asks a node to keep instances (PS3.4, J.3.2).
 *
 * @param transactionUid new for each request; the report carries it
 * @param instances at least one
 */
public record CommitmentRequest(String transactionUid, List<Instance> instances) {

    static final int REQUEST_STORAGE_COMMITMENT = 1;

    /** The well-known SOP instance that requests and reports name. */
    static final String WELL_KNOWN_INSTANCE = "1.2.840.10008.1.20.1.1";

    /** An instance that is meant. */
    public record Instance(String sopClassUid, String sopInstanceUid) {

        DataSet dataSet() {
            return new DataSet()
                    .putString(Tag.ReferencedSOPClassUID, VR.UI, sopClassUid)
                    .putString(Tag.ReferencedSOPInstanceUID, VR.UI, sopInstanceUid);
        }

        static Instance read(DataSet item) throws IOException {
            return new Instance(
                    CommitmentReport.uid(item, Tag.ReferencedSOPClassUID),
                    CommitmentReport.uid(item, Tag.ReferencedSOPInstanceUID));
        }
    }

    public CommitmentRequest {
        instances = List.copyOf(instances);
        if (instances.isEmpty()) {
            throw new IllegalArgumentException("storage commitment of no instance");
        }
    }

    /**
     * A request under a transaction UID that nobody can guess: 2.25 and a random UUID (PS3.5, B.2).
     */
    public static CommitmentRequest of(List<Instance> instances) {
        var id = UUID.randomUUID();
        var number =
                new BigInteger(
                        1,
                        ByteBuffer.allocate(2 * Long.BYTES)
                                .putLong(id.getMostSignificantBits())
                                .putLong(id.getLeastSignificantBits())
                                .array());
        return new CommitmentRequest("2.25." + number, instances);
    }

    DataSet dataSet() {
        return new DataSet()
                .putString(Tag.TransactionUID, VR.UI, transactionUid)
                .putSequence(
                        Tag.ReferencedSOPSequence,
                        instances.stream().map(Instance::dataSet).toArray(DataSet[]::new));
    }

    static CommitmentRequest read(DataSet data) throws IOException {
        List<Instance> instances = new ArrayList<>();
        for (DataSet item : data.items(Tag.ReferencedSOPSequence)) {
            instances.add(Instance.read(item));
        }
        if (instances.isEmpty()) {
            throw new IOException("storage commitment of no instance");
        }
        return new CommitmentRequest(CommitmentReport.uid(data, Tag.TransactionUID), instances);
    }
}

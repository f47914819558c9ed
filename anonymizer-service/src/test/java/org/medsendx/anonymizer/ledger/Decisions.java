package org.medsendx.anonymizer.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.CleanFile;
import org.medsendx.contracts.deidentified.CleanInstance;
import org.medsendx.contracts.deidentified.InstanceUids;
import org.medsendx.contracts.deidentified.ObjectKey;
import org.medsendx.contracts.deidentified.VerifiedCopy;

/** Decisions of the border, for tests. */
public final class Decisions {

    public static final String EXAM_KEY = "00112233445566778899aabbccddeeff";
    public static final String EXAM_KEY_ID = "0011223344556677";

    private Decisions() {}

    /** An instance of a study was released; no two have the same digest. */
    public static LedgerEntry released(String study, Instant at) {
        var objectId = UUID.randomUUID();
        String file = "objects/" + objectId.toString().substring(0, 2) + "/" + objectId + ".dcm";
        String instance = "2.25." + (objectId.getMostSignificantBits() >>> 1);
        var released =
                new ReleasedInstance(
                        new VerifiedCopy(
                                new CleanInstance(
                                        objectId,
                                        "TRUCK1",
                                        new InstanceUids(study, study + ".1", instance)),
                                "CT1",
                                "1.2.840.10008.5.1.4.1.1.2",
                                "CT",
                                new CleanFile(file, Sha256.of(objectId.toString()), 36),
                                ObjectKey.of(
                                        "TRUCK1",
                                        "20190301",
                                        new InstanceUids(study, study + ".1", instance)),
                                null),
                        objectId.toString().replace("-", ""),
                        LocalDate.of(2026, 3, 1),
                        null,
                        EXAM_KEY,
                        EXAM_KEY_ID);
        return new LedgerEntry(
                objectId,
                "TRUCK1",
                at,
                "key-1",
                "truck",
                new LedgerEntry.Decision.Released(released, "1.2.840.10008.1.2.1", null));
    }

    /** What a decision released. */
    public static ReleasedInstance instance(LedgerEntry decision) {
        if (decision.decision() instanceof LedgerEntry.Decision.Released released) {
            return released.instance();
        }
        throw new IllegalArgumentException("not released");
    }
}

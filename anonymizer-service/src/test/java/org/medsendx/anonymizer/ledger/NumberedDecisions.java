package org.medsendx.anonymizer.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.CleanFile;
import org.medsendx.contracts.deidentified.CleanInstance;
import org.medsendx.contracts.deidentified.InstanceUids;
import org.medsendx.contracts.deidentified.ObjectKey;
import org.medsendx.contracts.deidentified.VerifiedCopy;
import org.medsendx.contracts.identified.InstanceWithheld;

/** NumberedDecisions about instances that have no file, for tests. */
public final class NumberedDecisions {

    private static final String UID = "2.25.3062402850612398471930165823094872";

    private NumberedDecisions() {}

    /** Digest of the clean file of an instance. */
    public static String digest(long number) {
        return Sha256.of("file " + number);
    }

    /** It stays. */
    public static LedgerEntry withheld(UUID id) {
        return new LedgerEntry(
                id,
                "T1",
                Instant.EPOCH,
                "key-1",
                "truck",
                new LedgerEntry.Decision.Withheld(
                        List.of(new InstanceWithheld.Reason("PIXELS", "7fe00010"))));
    }

    /** It goes on. */
    public static LedgerEntry released(UUID id, long number) {
        String uid = UID + number;
        var released =
                new ReleasedInstance(
                        new VerifiedCopy(
                                new CleanInstance(id, "T1", new InstanceUids(UID, UID + "1", uid)),
                                "CT-1",
                                "1.2.840.10008.5.1.4.1.1.2",
                                "CT",
                                new CleanFile("objects/00/" + id + ".dcm", digest(number), 1000),
                                ObjectKey.of(
                                        "T1", "20200101", new InstanceUids(UID, UID + "1", uid)),
                                new CleanFile(
                                        "objects/00/" + id + ".report.json",
                                        digest(-number),
                                        3000)),
                        "0".repeat(32),
                        LocalDate.EPOCH,
                        null);
        return new LedgerEntry(
                id,
                "T1",
                Instant.EPOCH,
                "key-1",
                "truck",
                new LedgerEntry.Decision.Released(released, "1.2.840.10008.1.2.1", null));
    }
}

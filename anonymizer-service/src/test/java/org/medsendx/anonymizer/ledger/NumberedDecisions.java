package org.medsendx.anonymizer.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.ObjectKey;
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
                        id,
                        "T1",
                        "CT-1",
                        UID,
                        UID + "1",
                        uid,
                        "1.2.840.10008.5.1.4.1.1.2",
                        "objects/00/" + id + ".dcm",
                        digest(number),
                        1000,
                        ObjectKey.of("T1", "20200101", UID, UID + "1", uid),
                        "0".repeat(32),
                        LocalDate.EPOCH,
                        "CT",
                        null,
                        new ReleasedInstance.ReportFile(
                                "objects/00/" + id + ".report.json", digest(-number), 3000));
        return new LedgerEntry(
                id,
                "T1",
                Instant.EPOCH,
                "key-1",
                "truck",
                new LedgerEntry.Decision.Released(released, "1.2.840.10008.1.2.1"));
    }
}

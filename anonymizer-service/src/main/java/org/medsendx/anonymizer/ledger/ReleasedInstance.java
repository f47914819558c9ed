package org.medsendx.anonymizer.ledger;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;
import org.medsendx.contracts.deidentified.ObjectKey;

/**
 * An instance that passed the gate, with what only the border may know of it.
 *
 * @param objectId the random id it was received under
 * @param truck the truck it was scanned on
 * @param scanner the scanner, or {@code unknown}
 * @param studyInstanceUid pseudonymous Study Instance UID
 * @param seriesInstanceUid pseudonymous Series Instance UID
 * @param sopInstanceUid pseudonymous SOP Instance UID
 * @param sopClassUid SOP Class UID
 * @param file path of the clean file below the volume {@code deidentified}
 * @param sha256 of the clean file
 * @param bytes size of the clean file
 * @param objectKey where the instance lies in the cloud
 * @param featureId the id of its feature record: 32 lower-case hex digits of an HMAC of its own
 *     purpose, never published beside a UID
 * @param acquisitionDay the real day of acquisition; where the header has none, the UTC day it was
 *     received. Identifying beside any UID: it goes into feature records only
 * @param modality Modality (0008,0060), {@code OT} where the header has none
 * @param traceparent W3C trace context of its way through the truck, or null
 * @param report its signed verification report; null when it was released before there were any
 */
public record ReleasedInstance(
        UUID objectId,
        String truck,
        String scanner,
        String studyInstanceUid,
        String seriesInstanceUid,
        String sopInstanceUid,
        String sopClassUid,
        String file,
        String sha256,
        long bytes,
        ObjectKey objectKey,
        String featureId,
        LocalDate acquisitionDay,
        String modality,
        @Nullable String traceparent,
        @Nullable ReportFile report) {

    /**
     * A verification report in the clean zone.
     *
     * @param file path below the volume {@code deidentified}
     * @param sha256 of the file
     * @param bytes size of the file
     */
    public record ReportFile(String file, String sha256, long bytes) {
        public ReportFile {
            Checks.relativePath(file);
            Checks.sha256(sha256);
            Checks.bytes(bytes);
        }
    }

    public ReleasedInstance {
        Checks.truck(truck);
        Checks.scanner(scanner);
        Checks.uid(studyInstanceUid);
        Checks.uid(seriesInstanceUid);
        Checks.uid(sopInstanceUid);
        Checks.uid(sopClassUid);
        Checks.relativePath(file);
        Checks.sha256(sha256);
        Checks.bytes(bytes);
        Checks.featureId(featureId);
        Checks.modality(modality);
    }
}

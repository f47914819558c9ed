package org.medsendx.segmenter.exam;

import java.util.UUID;
import org.medsendx.contracts.deidentified.InstanceUids;
import org.medsendx.contracts.deidentified.Quality.Verdict;

/**
 * What an exam knows of one scan.
 *
 * @param at position in the ledger; a later line of the same scan has a higher one
 * @param objectId the random id it was received under
 * @param uids its pseudonymous UIDs
 * @param modality Modality (0008,0060)
 * @param date Study Date after the shift as {@code yyyymmdd}, or {@code undated}
 * @param scanner the scanner, or {@code unknown}
 * @param verdict technical quality
 * @param priority place in the work list, 0 to 100
 */
public record ScanLine(
        long at,
        UUID objectId,
        InstanceUids uids,
        String modality,
        String date,
        String scanner,
        Verdict verdict,
        int priority) {}

package org.medsendx.contracts.deidentified;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.medsendx.contracts.Checks;

/**
 * The assessment of one scan: was it segmented, is it technically good, in which order should
 * people look. It orders a list; it diagnoses nothing.
 *
 * @param objectId the random id it was received under
 * @param truck the truck it was scanned on
 * @param scanner the scanner, or {@code unknown}
 * @param studyInstanceUid pseudonymous Study Instance UID
 * @param seriesInstanceUid pseudonymous Series Instance UID
 * @param sopInstanceUid pseudonymous SOP Instance UID
 * @param modality Modality (0008,0060)
 * @param segmentation tissue classes, or why there are none
 * @param quality technical quality
 * @param triage position in the work list
 * @param objectKey where the instance lies in the cloud
 * @param derived the derived objects that exist for it; each has its own derived.created event on
 *     the truck
 * @param measured whether a scans.features event follows
 */
public record ScanAssessed(
        UUID objectId,
        String truck,
        String scanner,
        String studyInstanceUid,
        String seriesInstanceUid,
        String sopInstanceUid,
        String modality,
        Segmentation segmentation,
        Quality quality,
        Triage triage,
        ObjectKey objectKey,
        List<DerivedKind> derived,
        boolean measured)
        implements StudyEvent {

    public ScanAssessed {
        Objects.requireNonNull(objectId, "objectId");
        Objects.requireNonNull(segmentation, "segmentation");
        Objects.requireNonNull(quality, "quality");
        Objects.requireNonNull(triage, "triage");
        Objects.requireNonNull(objectKey, "objectKey");
        Checks.truck(truck);
        Checks.scanner(scanner);
        Checks.uid(studyInstanceUid);
        Checks.uid(seriesInstanceUid);
        Checks.uid(sopInstanceUid);
        Checks.modality(modality);
        derived = List.copyOf(derived);
    }

    @Override
    public DeidentifiedTopic topic() {
        return DeidentifiedTopic.SCANS_ASSESSED;
    }
}

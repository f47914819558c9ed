package org.medsendx.contracts.deidentified;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Objects;
import org.medsendx.contracts.Checks;

/**
 * The assessment of one scan: was it segmented, is it technically good, in which order should
 * people look. It orders a list; it diagnoses nothing.
 *
 * @param instance which scan
 * @param scanner the scanner, or {@code unknown}
 * @param modality Modality (0008,0060)
 * @param segmentation tissue classes, or why there are none
 * @param quality technical quality
 * @param triage position in the work list
 * @param objectKey where the instance lies in the cloud
 * @param derived the derived objects that go up beside it; each has its own derived.created event
 *     on the truck
 * @param measured whether a scans.features event follows
 */
public record ScanAssessed(
        @JsonUnwrapped CleanInstance instance,
        String scanner,
        String modality,
        Segmentation segmentation,
        Quality quality,
        Triage triage,
        ObjectKey objectKey,
        List<DerivedKind> derived,
        boolean measured)
        implements StudyEvent {

    public ScanAssessed {
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(segmentation, "segmentation");
        Objects.requireNonNull(quality, "quality");
        Objects.requireNonNull(triage, "triage");
        Objects.requireNonNull(objectKey, "objectKey");
        Checks.scanner(scanner);
        Checks.modality(modality);
        derived = List.copyOf(derived);
    }

    @Override
    public DeidentifiedTopic topic() {
        return DeidentifiedTopic.SCANS_ASSESSED;
    }
}

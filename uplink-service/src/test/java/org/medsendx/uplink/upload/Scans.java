package org.medsendx.uplink.upload;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.deidentified.CleanFile;
import org.medsendx.contracts.deidentified.DerivedCreated;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.contracts.deidentified.DerivedVolume;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.contracts.deidentified.Quality;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.contracts.deidentified.Segmentation;
import org.medsendx.contracts.deidentified.Stratum;
import org.medsendx.contracts.deidentified.Triage;

/** What the segmenter says of a scan, for tests. */
public final class Scans {

    public static final String TRACE = "00-" + "1".repeat(32) + "-" + "2".repeat(16) + "-01";

    private Scans() {}

    /** A highlight lies on the volume {@code derived}. */
    public static DerivedCreated highlight(InstanceDeidentified scan, String file, byte[] content) {
        return derived(scan, DerivedKind.HIGHLIGHT, file, content);
    }

    /** Something made of a scan lies on the volume {@code derived}. */
    public static DerivedCreated derived(
            InstanceDeidentified scan, DerivedKind kind, String file, byte[] content) {
        return new DerivedCreated(
                scan.instance(),
                kind,
                DerivedVolume.DERIVED,
                new CleanFile(file, Jobs.sha256(content), content.length),
                kind.suffix().endsWith(".dcm") ? "application/dicom" : "image/png",
                scan.copy().objectKey());
    }

    /** A scan was assessed. */
    public static ScanAssessed assessed(InstanceDeidentified scan, int priority) {
        return new ScanAssessed(
                scan.instance(),
                scan.copy().scanner(),
                scan.copy().modality(),
                new Segmentation(Segmentation.Status.NOT_SEGMENTED, "no-pixels", List.of()),
                new Quality(Quality.Verdict.NOT_JUDGED, List.of()),
                new Triage(priority, List.of()),
                scan.copy().objectKey(),
                List.of(),
                true);
    }

    /** What the border makes of a measurement. */
    public static ScanFeatures features(String featureId) {
        return new ScanFeatures(
                featureId,
                "TRUCK1",
                "CT1",
                LocalDate.of(2026, 3, 1),
                new Stratum("CT", "CHEST", "ROUTINE", "120-129"),
                new Features(
                        "HU",
                        100,
                        1,
                        2,
                        -1000,
                        1000,
                        new Features.Percentiles(1, 2, 3, 4, 5, 6, 7),
                        List.of()));
    }

    /** As the segmenter would send it. */
    public static <P extends Payload> Event<P> event(P payload) {
        return event(payload, TRACE);
    }

    static <P extends Payload> Event<P> event(P payload, @Nullable String trace) {
        String id = Event.idOf(payload.subject(), payload.topic().topicName(), "0".repeat(64));
        return new Event<>(
                id, "/trucks/" + payload.truck() + "/segmenter-service", 1, "e1", trace, payload);
    }
}

package org.medsendx.ingest.tracking;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One exam as it stands.
 *
 * @param study its pseudonymous Study Instance UID
 * @param first when its first image came in
 * @param last when its last image came in
 * @param scanner where it was made, or {@code unknown}
 * @param modality of its images, or null
 * @param images how many are known
 * @param judged how many were segmented and judged
 * @param uploaded how many are in the cloud's store
 * @param confirmed how many a destination beside it has confirmed
 * @param verdict the worst that nobody has decided about; null while none was judged
 * @param open how many images of that verdict wait for a person
 * @param findings of the worst image
 * @param worst that image, or null
 */
public record ExamLine(
        String study,
        Instant first,
        Instant last,
        String scanner,
        @Nullable String modality,
        int images,
        int judged,
        int uploaded,
        int confirmed,
        @Nullable Verdict verdict,
        int open,
        List<String> findings,
        @Nullable UUID worst) {

    public ExamLine {
        findings = List.copyOf(findings);
    }
}

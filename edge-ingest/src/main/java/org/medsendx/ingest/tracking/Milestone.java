package org.medsendx.ingest.tracking;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is known of one input. It has nothing of a header: ids of the truck, pseudonyms
 * and codes. Joined with the original it leads to the patient, so it stays in the identified zone.
 *
 * @param objectId the id the input was received under
 * @param at when it happened; of what other services say, when the broker of the truck was told
 * @param scanner the scanner, or null when nobody knows it yet
 * @param modality Modality of the clean copy, or null
 * @param study pseudonymous Study Instance UID, or null before there is one
 * @param word the verdict of {@link Stage#SEGMENTED}, the decision of {@link Stage#REVIEWED}, the
 *     destination of {@link Stage#DELIVERED} and {@link Stage#ARCHIVED}; else null
 * @param number the revision of a review, the index in the ledger of what was received or
 *     quarantined; else 0
 * @param codes findings of a verdict, or reasons; a tag stands behind a colon. Of what was received
 *     what its order says otherwise
 */
public record Milestone(
        UUID objectId,
        Stage stage,
        Instant at,
        @Nullable String scanner,
        @Nullable String modality,
        @Nullable String study,
        @Nullable String word,
        long number,
        List<String> codes) {

    private static final int MOST_CODES = 32;

    public Milestone {
        Objects.requireNonNull(objectId, "objectId");
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(at, "at");
        codes = List.copyOf(codes.size() > MOST_CODES ? codes.subList(0, MOST_CODES) : codes);
    }

    /** What makes a repeat of it known as one. */
    String id() {
        return switch (stage) {
            case DELIVERED, ARCHIVED -> objectId + ":" + stage + ':' + word;
            case REVIEWED -> objectId + ":" + stage + ':' + number;
            default -> objectId + ":" + stage;
        };
    }
}

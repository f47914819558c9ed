package org.medsendx.ingest.tracking;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is known of one image; changed under the lock of its {@link Board}. */
final class ImageState {

    final UUID objectId;
    final Instant first;
    final Set<Stage> stages = EnumSet.noneOf(Stage.class);
    @Nullable String scanner;
    @Nullable String modality;
    @Nullable String study;
    @Nullable Verdict verdict;
    List<String> findings = List.of();
    long revision;

    ImageState(UUID objectId, Instant first) {
        this.objectId = objectId;
        this.first = first;
    }

    void take(Milestone milestone) {
        stages.add(milestone.stage());
        // The intake's own word first; where it knows none, what de-identification made of it.
        if (milestone.scanner() != null && scanner == null) {
            scanner = milestone.scanner();
        }
        if (milestone.modality() != null) {
            modality = milestone.modality();
        }
        if (milestone.study() != null) {
            study = milestone.study();
        }
        String word = milestone.word();
        if (milestone.stage() == Stage.SEGMENTED && word != null) {
            verdict = Verdict.of(word);
            findings = milestone.codes();
        }
        revision = Math.max(revision, milestone.stage() == Stage.REVIEWED ? milestone.number() : 0);
    }

    /** Whether somebody should look and nobody has decided yet. */
    boolean open() {
        return revision == 0 && (verdict == Verdict.LOOK || verdict == Verdict.REPEAT);
    }
}

package org.medsendx.ingest.crew;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.ingest.store.IdentifiedStore;
import org.medsendx.ingest.store.Shelf;
import org.medsendx.ingest.tracking.Tracking;

/**
 * Looks for a patient in the originals of the last days. One original of each exam is read, so that
 * nothing about patients has to be written down anywhere for it.
 */
public final class PatientSearch {

    /** So many originals are read at most, the latest first. */
    static final int MOST_READ = 3000;

    /** So many are shown. */
    public static final int MOST_FOUND = 50;

    private final Tracking tracking;
    private final IdentifiedStore store;

    public PatientSearch(Tracking tracking, IdentifiedStore store) {
        this.tracking = tracking;
        this.store = store;
    }

    /**
     * Something of the person.
     *
     * @param study pseudonymous Study Instance UID, or null for an input of no exam
     * @param objectId the image that was read
     */
    public record Hit(
            Original original,
            @Nullable String study,
            UUID objectId,
            Instant at,
            @Nullable String scanner) {}

    /**
     * What was found.
     *
     * @param unread how many originals could not be read
     */
    public record Found(List<Hit> hits, int unread) {
        public Found {
            hits = List.copyOf(hits);
        }
    }

    private record Candidate(
            @Nullable String study, UUID objectId, Instant at, @Nullable String scanner) {}

    /** Looks for somebody. */
    public Found find(String sought) {
        var candidates = candidates();
        candidates.sort(Comparator.comparing(Candidate::at).reversed());
        var hits = new ArrayList<Hit>();
        int unread = 0;
        for (var candidate : candidates.stream().limit(MOST_READ).toList()) {
            if (hits.size() > MOST_FOUND) {
                break;
            }
            try {
                var original = Original.of(file(candidate.objectId()));
                if (original.matches(sought)) {
                    hits.add(
                            new Hit(
                                    original,
                                    candidate.study(),
                                    candidate.objectId(),
                                    candidate.at(),
                                    candidate.scanner()));
                }
            } catch (IOException e) {
                unread++;
            }
        }
        return new Found(hits, unread);
    }

    private List<Candidate> candidates() {
        var board = tracking.board();
        var candidates = new ArrayList<Candidate>();
        for (var exam : board.exams(Instant.EPOCH)) {
            board.images(exam.study()).stream()
                    .findFirst()
                    .ifPresent(image ->
                            candidates.add(
                                    new Candidate(
                                            exam.study(),
                                            image.objectId(),
                                            exam.last(),
                                            exam.scanner())));
        }
        for (var item : tracking.workList().open()) {
            candidates.add(new Candidate(null, item.objectId(), item.at(), item.scanner()));
        }
        return candidates;
    }

    private Path file(UUID objectId) {
        Path object = store.path(Shelf.OBJECTS, objectId);
        return Files.exists(object) ? object : store.path(Shelf.QUARANTINE, objectId);
    }

    /** Whom an input is of; null when its original cannot be read. */
    public @Nullable Original original(UUID objectId) {
        try {
            return Original.of(file(objectId));
        } catch (IOException e) {
            return null;
        }
    }
}

package org.medsendx.segmenter.review;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.medsendx.journal.ForcedFolders;
import org.medsendx.journal.JournalIndex;

/**
 * Every decision about every scan, each on disk when it was added; the last one of a scan counts.
 * In a folder that only the service's own user may enter: names and comments are in it. Thread
 * safe.
 */
public final class Reviews implements AutoCloseable {

    private static final int PIECE = 500;

    private final JournalIndex<Review> lines;

    private Reviews(JournalIndex<Review> lines) {
        this.lines = lines;
    }

    /** Opens or creates them in a folder. */
    public static Reviews open(Path folder) throws IOException {
        ForcedFolders.create(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        return new Reviews(
                JournalIndex.open(
                        folder,
                        Review.class,
                        Reviews::key,
                        (review, at, into) -> into.put(review.objectId().toString(), at)));
    }

    private static String key(Review review) {
        return review.objectId() + "/" + review.revision();
    }

    /** Adds one. */
    public void add(Review review) throws IOException {
        lines.put(review);
    }

    /** The one that counts, or null. */
    public @Nullable Review last(UUID objectId) throws IOException {
        long at = lines.ids().get(objectId.toString());
        if (at < 0) {
            return null;
        }
        var found = lines.since(at, 1);
        return found.isEmpty() || !found.getFirst().value().objectId().equals(objectId)
                ? null
                : found.getFirst().value();
    }

    /** All of a scan that are kept, the last one first. */
    public List<Review> history(UUID objectId) throws IOException {
        var history = new ArrayList<Review>();
        var review = last(objectId);
        while (review != null) {
            history.add(review);
            review = lines.get(objectId + "/" + (review.revision() - 1));
        }
        return history;
    }

    /** The last that was added at all, or null. */
    public @Nullable Review newest() throws IOException {
        var found = lines.since(Math.max(0, lines.size() - 1), 1);
        return found.isEmpty() ? null : found.getLast().value();
    }

    /** Each that is kept, in the order they were added. */
    public void each(Consumer<Review> consumer) throws IOException {
        long from = lines.first();
        while (true) {
            var piece = lines.since(from, PIECE);
            if (piece.isEmpty()) {
                return;
            }
            piece.forEach(entry -> consumer.accept(entry.value()));
            from = piece.getLast().index() + 1;
        }
    }

    /** Forgets those from before a time, as far as they fill whole segments. */
    public void forget(Instant addedBefore) throws IOException {
        lines.forget(addedBefore, (review, at, stays) -> {});
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}

package org.medsendx.ingest.archive;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.medsendx.ingest.tracking.Milestone;
import org.medsendx.ingest.tracking.Stage;
import org.medsendx.ingest.tracking.Tracking;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what became of an original, and tells who has to know: log, metrics, tracking. */
final class Outcomes {

    private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);
    private static final int PAGE = 500;

    private final ArchiveBook book;
    private final ArchiveOptions options;
    private final Tracking tracking;
    private final ArchiveListener listener;
    private final InstantSource clock;

    Outcomes(
            ArchiveBook book,
            ArchiveOptions options,
            Tracking tracking,
            ArchiveListener listener,
            InstantSource clock) {
        this.book = book;
        this.options = options;
        this.tracking = tracking;
        this.listener = listener;
        this.clock = clock;
    }

    /** Tells tracking of the latest commitments, of which a crash may have kept it from hearing. */
    void recover() throws IOException {
        tracking.take(
                book.committedSince(book.commitments() - PAGE, PAGE).stream()
                        .map(one -> milestone(one.value().objectId(), one.value().at()))
                        .toList());
    }

    void refused(ArchiveItem item, Why why, boolean commitment) throws IOException {
        switch (book.refused(item, clock.instant(), why, options.tries())) {
            case NO_NEWS -> {
                // Settled by an earlier report.
            }
            case AGAIN -> {
                listener.refused(commitment);
                LOG.warn(
                        "the archive does not have {} and it is sent again: {}",
                        item.objectId(),
                        why.code());
            }
            case ASIDE -> {
                listener.refused(commitment);
                LOG.error(
                        "the archive does not have {}, which is not sent any more and stays on the"
                                + " disk until a person decides on the work list: {}",
                        item.objectId(),
                        why.code());
            }
        }
    }

    void committed(ArchiveBook.Sent one) throws IOException {
        Instant now = clock.instant();
        book.committed(one, now);
        listener.committed();
        tracking.take(List.of(milestone(one.item().objectId(), now)));
    }

    private Milestone milestone(UUID objectId, Instant at) {
        return new Milestone(
                objectId, Stage.ARCHIVED, at, null, null, null, options.name(), 0, List.of());
    }
}

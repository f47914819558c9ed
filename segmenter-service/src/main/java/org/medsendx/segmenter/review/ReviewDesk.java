package org.medsendx.segmenter.review;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.audit.AuditEvent;
import org.medsendx.audit.AuditLog;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.RejectReason;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.ScanReviewed;
import org.medsendx.contracts.deidentified.ScanReviewed.Decision;
import org.medsendx.contracts.deidentified.ScanReviewed.Reviewer;
import org.medsendx.outbox.Outbox;
import org.medsendx.segmenter.exam.ExamIndex;

/**
 * Takes decisions: audit line with the name, then the review, then the event without either. What
 * is cut off in between is made good at the next start. Thread safe.
 */
public final class ReviewDesk {

    private final Reviews reviews;
    private final AuditLog audit;
    private final Outbox outbox;
    private final ExamIndex exams;
    private final InstantSource clock;

    public ReviewDesk(
            Reviews reviews, AuditLog audit, Outbox outbox, ExamIndex exams, InstantSource clock) {
        this.reviews = reviews;
        this.audit = audit;
        this.outbox = outbox;
        this.exams = exams;
        this.clock = clock;
    }

    /**
     * What somebody says.
     *
     * @param reason a code; null when accepted
     * @param comment null when there is none
     */
    public record Said(
            Decision decision,
            @Nullable RejectReason reason,
            boolean repeat,
            @Nullable String comment) {
        public Said {
            if ((decision == Decision.REJECTED) != (reason != null)) {
                throw new IllegalArgumentException("a rejected scan, and no other, has a reason");
            }
            if (decision == Decision.ACCEPTED && repeat) {
                throw new IllegalArgumentException("what is accepted is not taken again");
            }
            if (comment != null && comment.length() > Review.LONGEST_COMMENT) {
                throw new IllegalArgumentException("a comment has at most 1000 characters");
            }
        }
    }

    /**
     * Who says it.
     *
     * @param name of the account
     * @param address where the request comes from
     */
    public record Person(String name, Reviewer role, @Nullable String address) {}

    /**
     * Takes a decision about a scan; when this returns, it and its event are on disk.
     *
     * @throws IOException when something is not; the same may be said again
     */
    public synchronized Review take(ScanAssessed scan, Said said, Person person)
            throws IOException {
        var before = reviews.last(scan.objectId());
        var review =
                new Review(
                        scan.objectId(),
                        scan.studyInstanceUid(),
                        before == null ? 1 : before.revision() + 1,
                        said.decision(),
                        said.reason() == null ? null : said.reason().code(),
                        said.repeat(),
                        said.comment(),
                        person.name(),
                        person.role(),
                        clock.instant());
        audit.add(
                new AuditEvent(
                        AuditEvent.Kind.REVIEWED,
                        AuditEvent.Outcome.SUCCESS,
                        person.name(),
                        person.address(),
                        List.of(new AuditEvent.ObjectOf("instance", scan.objectId().toString())),
                        said.reason() == null
                                ? said.decision().name()
                                : said.decision().name() + " " + said.reason().code()));
        reviews.add(review);
        announce(scan, review);
        if (exams.ready()) {
            // The scan may be newer than the last look at the ledger.
            exams.refresh();
        }
        exams.decided(review.study(), review.objectId(), review.decision());
        return review;
    }

    /** Publishes a review; one that is in the outbox already is not added again. */
    public void announce(ScanAssessed scan, Review review) throws IOException {
        var event =
                new ScanReviewed(
                        scan.instance(),
                        scan.scanner(),
                        scan.modality(),
                        review.decision(),
                        review.reason(),
                        review.repeat(),
                        review.revision(),
                        review.role());
        outbox.append(event, Sha256.of(EventCodec.value(event)), null);
    }
}

package org.medsendx.segmenter.web;

import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.RejectReason;
import org.medsendx.contracts.deidentified.ScanReviewed.Decision;
import org.medsendx.contracts.deidentified.ScanReviewed.Reviewer;
import org.medsendx.segmenter.review.Review;
import org.medsendx.segmenter.review.ReviewDesk;
import org.medsendx.segmenter.review.Reviews;
import org.medsendx.segmenter.storage.ScanLedger;
import org.medsendx.webguard.GuardFilter;
import org.medsendx.webguard.IdentifiedAccess;
import org.medsendx.webguard.Person;

/** What people decide about scans: the form of the page. */
@Path("/")
public class ReviewResource {

    private final ScanLedger ledger;
    private final Reviews reviews;
    private final ReviewDesk desk;

    public ReviewResource(ScanLedger ledger, Reviews reviews, ReviewDesk desk) {
        this.ledger = ledger;
        this.reviews = reviews;
        this.desk = desk;
    }

    /** What is wrong with a decision, for a person. */
    static String problem(String code) {
        return switch (code) {
            case "reason" -> "Say why: a rejected image needs a reason from the list.";
            case "comment" -> "The comment is too long.";
            case "changed" -> "Somebody decided about this image meanwhile. Look again.";
            default -> "Nothing was decided: choose Accept or Reject.";
        };
    }

    /**
     * Decides about a scan, and shows its page again.
     *
     * @param decision {@code accepted} or {@code rejected}
     * @param reason a code of {@link RejectReason}, for a rejected one
     * @param repeat whether it is taken again
     * @param comment what the person wrote
     * @param revision the last decision the person saw, 0 for none; absent when that does not
     *     matter
     */
    @POST
    @Path("/qa/{objectId}/review")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Blocking
    public Response decide(
            UUID objectId,
            @FormParam("decision") @Nullable String decision,
            @FormParam("reason") @Nullable String reason,
            @FormParam("repeat") @Nullable String repeat,
            @FormParam("comment") @Nullable String comment,
            @FormParam("revision") @Nullable Integer revision,
            @Context RoutingContext context)
            throws IOException {
        var line = ledger.get(objectId);
        if (line == null) {
            throw new NotFoundException();
        }
        var last = reviews.last(objectId);
        if (revision != null && revision != (last == null ? 0 : last.revision())) {
            return shown(objectId, "changed");
        }
        String words = comment == null || comment.isBlank() ? null : comment.strip();
        if (words != null && words.length() > Review.LONGEST_COMMENT) {
            return shown(objectId, "comment");
        }
        ReviewDesk.Said said;
        if ("accepted".equals(decision)) {
            said = new ReviewDesk.Said(Decision.ACCEPTED, null, false, words);
        } else if ("rejected".equals(decision)) {
            var why = RejectReason.of(reason == null ? "" : reason);
            if (why.isEmpty()) {
                return shown(objectId, "reason");
            }
            said = new ReviewDesk.Said(Decision.REJECTED, why.get(), repeat != null, words);
        } else {
            return shown(objectId, "decision");
        }
        desk.take(line.assessed(), said, person(context));
        return shown(objectId, null);
    }

    private static Response shown(UUID objectId, @Nullable String problem) {
        String query = problem == null ? "" : "?problem=" + problem;
        return Response.seeOther(URI.create("/qa/" + objectId + query)).build();
    }

    private static ReviewDesk.Person person(RoutingContext context) {
        Person person = GuardFilter.person(context);
        if (person == null) {
            throw new IllegalStateException("the guard lets nobody in here");
        }
        Reviewer role =
                !person.known()
                        ? Reviewer.LOCAL
                        : person.roles().contains("officer")
                                ? Reviewer.OFFICER
                                : person.roles().contains("admin") ? Reviewer.ADMIN : Reviewer.CREW;
        return new ReviewDesk.Person(
                person.name(), role, IdentifiedAccess.address(context.request()));
    }
}

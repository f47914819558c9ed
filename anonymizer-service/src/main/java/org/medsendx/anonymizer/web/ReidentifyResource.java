package org.medsendx.anonymizer.web;

import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.medsendx.anonymizer.reidentify.Reidentification;
import org.medsendx.anonymizer.running.RunningBorder;
import org.medsendx.deidentification.release.Identity;
import org.medsendx.webguard.IdentifiedAccess;

/**
 * The way back from a pseudonym, behind the same door as the other identified pages. A POST, so
 * that no pseudonym gets into an access log beside an answer.
 */
@Path("/reidentify")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ReidentifyResource {

    private final RunningBorder running;
    private final IdentifiedAccess access;

    ReidentifyResource(RunningBorder running, IdentifiedAccess access) {
        this.running = running;
        this.access = access;
    }

    /**
     * A request.
     *
     * @param pseudonym Patient ID, Study Instance UID or accession number of a released instance
     * @param by who asks, where nobody has to sign in; else the name of the account counts
     * @param reason why
     */
    public record Request(
            @Nullable String pseudonym, @Nullable String by, @Nullable String reason) {}

    /** Whom a pseudonym stands for; 404 when it is none of this truck. */
    @POST
    @Blocking
    public Identity reidentify(Request asked, @Context RoutingContext request) throws IOException {
        var person = access.admit(request);
        // Who has an account is who they are, whatever else they say.
        String by = person.known() ? person.name() : asked.by();
        if (asked.pseudonym() == null || by == null || asked.reason() == null) {
            throw new BadRequestException();
        }
        Identity identity;
        try {
            identity =
                    new Reidentification(running.patients(), running.audit())
                            .find(
                                    asked.pseudonym(),
                                    new Reidentification.Requester(
                                            by,
                                            person.known(),
                                            IdentifiedAccess.address(request.request())),
                                    asked.reason());
        } catch (IllegalArgumentException e) {
            throw new BadRequestException();
        }
        if (identity == null) {
            throw new NotFoundException();
        }
        return identity;
    }
}

package org.medsendx.anonymizer.web;

import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
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
     * @param by who asks, as they say themselves: nothing checks it
     * @param reason why
     */
    public record Request(
            @Nullable String pseudonym, @Nullable String by, @Nullable String reason) {}

    /** Whom a pseudonym stands for; 404 when it is none of this truck. */
    @POST
    @Blocking
    public Identity reidentify(Request asked, @Context HttpServerRequest request)
            throws IOException {
        access.admit(request);
        if (asked.pseudonym() == null || asked.by() == null || asked.reason() == null) {
            throw new BadRequestException();
        }
        Identity identity;
        try {
            identity =
                    new Reidentification(running.patients(), running.audit())
                            .find(
                                    asked.pseudonym(),
                                    asked.by(),
                                    asked.reason(),
                                    IdentifiedAccess.address(request));
        } catch (IllegalArgumentException e) {
            throw new BadRequestException();
        }
        if (identity == null) {
            throw new NotFoundException();
        }
        return identity;
    }
}

package org.medsendx.anonymizer.web;

import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.UUID;
import org.medsendx.anonymizer.running.RunningBorder;
import org.medsendx.webguard.IdentifiedAccess;

/**
 * The decisions in their order. They tie the ids of intake to pseudonyms, so they are identified
 * data.
 */
@Path("/instances")
@Produces(MediaType.APPLICATION_JSON)
public class InstancesResource {

    private static final int MOST = 1000;

    private final RunningBorder running;
    private final IdentifiedAccess access;

    InstancesResource(RunningBorder running, IdentifiedAccess access) {
        this.running = running;
        this.access = access;
    }

    /**
     * Decisions from an index on.
     *
     * @param after show what has a higher index; -1 for all
     * @param limit at most so many, and at most {@value #MOST}
     */
    @GET
    @Blocking
    public List<InstanceView> instances(
            @QueryParam("after") @DefaultValue("-1") long after,
            @QueryParam("limit") @DefaultValue("1000") int limit,
            @Context RoutingContext request)
            throws IOException {
        access.admit(request);
        long from = Math.max(0, after + 1);
        return running.ledger().entries(from, Math.clamp(limit, 1, MOST)).stream()
                .map(InstanceView::of)
                .toList();
    }

    /** What was blanked in an instance, before and after: 404 when nothing was. */
    @GET
    @Path("{id}/masks.png")
    @Produces("image/png")
    @Blocking
    public byte[] masks(@PathParam("id") UUID id, @Context RoutingContext request)
            throws IOException {
        access.admit(request);
        try {
            return Files.readAllBytes(running.picture(id));
        } catch (NoSuchFileException e) {
            throw new NotFoundException(e);
        }
    }
}

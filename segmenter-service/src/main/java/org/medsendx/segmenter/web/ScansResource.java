package org.medsendx.segmenter.web;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import org.medsendx.segmenter.storage.DerivedFiles;
import org.medsendx.segmenter.storage.ScanLedger;
import org.medsendx.segmenter.storage.ScanRecord;

/** Assessed scans as JSON, and their pictures. */
@Path("/scans")
public class ScansResource {

    private static final int MOST = 1000;

    private final ScanLedger ledger;
    private final DerivedFiles derived;

    public ScansResource(ScanLedger ledger, DerivedFiles derived) {
        this.ledger = ledger;
        this.derived = derived;
    }

    /**
     * Scans in the order they were assessed.
     *
     * @param after index of the last scan already seen; -1 for none
     * @param limit how many at most, up to 1000
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public List<ScanView> list(
            @QueryParam("after") @DefaultValue("-1") long after,
            @QueryParam("limit") @DefaultValue("1000") int limit)
            throws IOException {
        return ledger.since(Math.max(-1, after) + 1, Math.clamp(limit, 1, MOST)).stream()
                .map(entry -> ScanView.of(entry.index(), entry.value()))
                .toList();
    }

    /** One scan. */
    @GET
    @Path("/{objectId}")
    @Produces(MediaType.APPLICATION_JSON)
    public ScanView one(UUID objectId) throws IOException {
        return ScanView.of(null, find(objectId));
    }

    /** The side-by-side picture. */
    @GET
    @Path("/{objectId}/highlight.png")
    @Produces("image/png")
    public Response highlight(UUID objectId) throws IOException {
        var relative = find(objectId).highlight();
        if (relative == null) {
            throw new NotFoundException();
        }
        var file = derived.resolve(relative);
        if (!Files.isRegularFile(file)) {
            throw new NotFoundException();
        }
        return Response.ok(file.toFile()).header("Cache-Control", "private, max-age=60").build();
    }

    private ScanRecord find(UUID objectId) throws IOException {
        var line = ledger.get(objectId);
        if (line == null) {
            throw new NotFoundException();
        }
        return line;
    }
}

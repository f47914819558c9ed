package org.medsendx.ingest.web;

import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.medsendx.ingest.config.IngestConfig;
import org.medsendx.ingest.inspect.SteadyInput;
import org.medsendx.ingest.orders.OrderDoor;
import org.medsendx.ingest.orders.OrderImport;
import org.medsendx.ingest.stow.StowRefusal;
import org.medsendx.webguard.IdentifiedAccess;

/** Orders over HTTP: brought, looked at, taken back. Each is an audit line. */
@Path("/orders")
@Produces(MediaType.APPLICATION_JSON)
public final class OrderResource {

    private static final int UNPROCESSABLE = 422;
    private static final String RETRY_SECONDS = "10";

    /** Requests that may be in memory as a whole at the same time. */
    private static final int MOST_REQUESTS = 2;

    private static final StowResource.Problem BUSY =
            new StowResource.Problem("busy", "Two requests with orders are under way.");
    private static final StowResource.Problem TOO_SLOW =
            new StowResource.Problem(StowRefusal.TOO_SLOW.code(), StowRefusal.TOO_SLOW.message());

    private final OrderDoor door;
    private final IdentifiedAccess access;
    private final IngestConfig config;
    private final Semaphore places = new Semaphore(MOST_REQUESTS);

    public OrderResource(OrderDoor door, IdentifiedAccess access, IngestConfig config) {
        this.door = door;
        this.access = access;
        this.config = config;
    }

    @GET
    @Operation(summary = "The orders on the truck; identified data, audited")
    public List<OrderView> orders(@Context RoutingContext request) {
        access.admit(request);
        return door.orders().all().stream().map(OrderView::of).toList();
    }

    /** CSV, HL7 v2 or a DICOM worklist file: what it is, its first bytes say. */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Takes orders: CSV, HL7 v2 or a DICOM worklist file; audited")
    public Response take(InputStream body, @Context RoutingContext request) throws IOException {
        access.admitSender(request, "/orders");
        var response = taken(body);
        if (response.getStatusInfo().getFamily() != Response.Status.Family.SUCCESSFUL
                && response.getStatus() != UNPROCESSABLE
                && request.request().version() != HttpVersion.HTTP_2) {
            // What may still come on this connection is nobody's request.
            request.response().putHeader("Connection", "close");
        }
        return response;
    }

    Response taken(InputStream body) throws IOException {
        if (!places.tryAcquire()) {
            return Response.status(Response.Status.SERVICE_UNAVAILABLE)
                    .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                    .entity(BUSY)
                    .build();
        }
        try {
            return within(body);
        } catch (SteadyInput.TooSlowException e) {
            return Response.status(Response.Status.REQUEST_TIMEOUT).entity(TOO_SLOW).build();
        } finally {
            places.release();
        }
    }

    private Response within(InputStream body) throws IOException {
        int largest = Math.toIntExact(config.orders().maxFileSize().asLongValue());
        byte[] bytes =
                new SteadyInput(
                                body,
                                config.associationIdleTimeout(),
                                (int)
                                        Math.min(
                                                Integer.MAX_VALUE,
                                                config.minReceiveRate().asLongValue()),
                                System::nanoTime)
                        .readNBytes(largest + 1);
        if (bytes.length > largest) {
            return Response.status(Response.Status.REQUEST_ENTITY_TOO_LARGE).build();
        }
        var report = OrderImport.into(door.orders(), bytes);
        door.imported(report);
        return Response.status(report.whole() ? Response.Status.OK.getStatusCode() : UNPROCESSABLE)
                .entity(report)
                .build();
    }

    /**
     * @param key as {@code GET /orders} has it
     */
    @DELETE
    @Path("{key}")
    @Operation(summary = "Takes an order back; audited")
    public Response remove(@PathParam("key") String key, @Context RoutingContext request)
            throws IOException {
        access.admit(request);
        return Response.status(
                        door.orders().remove(key)
                                ? Response.Status.NO_CONTENT
                                : Response.Status.NOT_FOUND)
                .build();
    }
}

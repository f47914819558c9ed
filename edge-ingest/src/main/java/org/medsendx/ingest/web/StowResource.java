package org.medsendx.ingest.web;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.medsendx.ingest.config.IngestConfig;
import org.medsendx.ingest.inspect.SteadyInput;
import org.medsendx.ingest.stow.StowDoor;
import org.medsendx.ingest.stow.StowRefusal;
import org.medsendx.ingest.stow.StowRefusedException;
import org.medsendx.webguard.IdentifiedAccess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes instances by STOW-RS (PS3.18, 10.5). */
@Path("/studies")
public final class StowResource {

    private static final Logger LOG = LoggerFactory.getLogger(StowResource.class);
    private static final MediaType DICOM_JSON = MediaType.valueOf("application/dicom+json");
    private static final String RETRY_SECONDS = "10";
    // What is still under way of a request that was refused: who writes first and reads then would
    // see a broken connection instead of the reason. More than that is cut off.
    private static final int MOST_DRAINED = 4 << 20;

    private final StowDoor door;
    private final IdentifiedAccess access;
    private final IngestConfig config;
    private final Semaphore places;
    private final long heartbeatNanos;

    public StowResource(
            StowDoor door,
            IdentifiedAccess access,
            IngestConfig config,
            @ConfigProperty(name = "quarkus.http.idle-timeout") Duration idle) {
        this.door = door;
        this.access = access;
        this.config = config;
        this.heartbeatNanos = idle.multipliedBy(3).dividedBy(4).toNanos();
        this.places = new Semaphore(Math.max(1, config.stow().maxRequests()));
    }

    /**
     * Why a request was refused as a whole.
     *
     * @param refused a code
     * @param message what to do
     */
    public record Problem(String refused, String message) {}

    /** Instances of any studies. */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Stores instances of any studies (STOW-RS); audited")
    public Response store(
            InputStream body, @Context HttpHeaders headers, @Context RoutingContext request) {
        return taken(body, null, headers, request);
    }

    /**
     * Instances of one study; others are quarantined.
     *
     * @param study its Study Instance UID
     */
    @POST
    @Path("{study}")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Stores instances of one study (STOW-RS); audited")
    public Response storeInStudy(
            InputStream body,
            @PathParam("study") String study,
            @Context HttpHeaders headers,
            @Context RoutingContext request) {
        return taken(body, study, headers, request);
    }

    private Response taken(
            InputStream body, @Nullable String study, HttpHeaders headers, RoutingContext request) {
        var steady =
                new SteadyInput(
                        body,
                        config.associationIdleTimeout(),
                        (int) Math.min(Integer.MAX_VALUE, config.minReceiveRate().asLongValue()),
                        System::nanoTime);
        try {
            return within(steady, study, headers, request);
        } catch (StowRefusedException e) {
            LOG.warn("refused a STOW-RS request: {}", e.refusal().code());
            return refused(e.refusal(), request);
        } catch (IOException e) {
            if (e instanceof SteadyInput.TooSlowException) {
                LOG.warn("refused a STOW-RS request: {}", StowRefusal.TOO_SLOW.code());
                return refused(StowRefusal.TOO_SLOW, request);
            }
            // Who sent it is gone, or stopped within it; the message may hold an address.
            LOG.warn("a STOW-RS request ended early: {}", e.getClass().getSimpleName());
            return refused(StowRefusal.TRUNCATED, request);
        }
    }

    private Response within(
            InputStream body, @Nullable String study, HttpHeaders headers, RoutingContext request)
            throws StowRefusedException, IOException {
        if (!config.stow().enabled()) {
            throw new StowRefusedException(StowRefusal.NOT_ENABLED);
        }
        var person = access.admitSender(request, "/studies");
        if (headers.getAcceptableMediaTypes().stream().noneMatch(StowResource::takesJson)) {
            throw new StowRefusedException(StowRefusal.NOT_ACCEPTABLE);
        }
        if (!places.tryAcquire()) {
            throw new StowRefusedException(StowRefusal.BUSY);
        }
        try {
            var heartbeat = new Heartbeat(body, request.response());
            var report =
                    door.stow()
                            .take(
                                    heartbeat,
                                    headers.getHeaderString(HttpHeaders.CONTENT_TYPE),
                                    study,
                                    person.name(),
                                    InetAddress.ofLiteral(
                                            IdentifiedAccess.address(request.request())),
                                    heartbeat::beat);
            LOG.debug("{}", report);
            var response = Response.status(report.status()).type(DICOM_JSON).entity(report.json());
            return retry(response, report.status()).build();
        } catch (StowRefusedException e) {
            // In the place that it has: who drips must not hold more threads than there are places.
            drain(body);
            throw e;
        } finally {
            places.release();
        }
    }

    /**
     * Says with 100 (Continue), which clients pass by (RFC 9110, 15.2), that work goes on: on a
     * slow disk files and decisions take longer than the server lets a connection be idle. As
     * seldom as can be, since the JDK's client gives up after eight of them, and not for the time
     * in which the sender is waited for.
     */
    private final class Heartbeat extends FilterInputStream {

        private final HttpServerResponse response;
        private final long begun = System.nanoTime();
        private long waited;
        private long told;

        Heartbeat(InputStream in, HttpServerResponse response) {
            super(in);
            this.response = response;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            long from = System.nanoTime();
            try {
                return super.read(buffer, offset, length);
            } finally {
                waited += System.nanoTime() - from;
            }
        }

        void beat() {
            long worked = System.nanoTime() - begun - waited;
            if (worked - told >= heartbeatNanos) {
                told = worked;
                var unused = response.writeContinue();
            }
        }
    }

    private static boolean takesJson(MediaType accepted) {
        return accepted.isCompatible(DICOM_JSON)
                || accepted.isCompatible(MediaType.APPLICATION_JSON_TYPE);
    }

    private static Response refused(StowRefusal refusal, RoutingContext request) {
        if (request.request().version() != HttpVersion.HTTP_2) {
            // What may still come on this connection is nobody's request.
            request.response().putHeader("Connection", "close");
        }
        var response =
                Response.status(refusal.status())
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .entity(new Problem(refusal.code(), refusal.message()));
        return retry(response, refusal.status()).build();
    }

    private static Response.ResponseBuilder retry(Response.ResponseBuilder response, int status) {
        return status == Response.Status.SERVICE_UNAVAILABLE.getStatusCode()
                ? response.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                : response;
    }

    private static void drain(InputStream body) {
        try {
            byte[] buffer = new byte[16 << 10];
            long left = MOST_DRAINED;
            int count = 0;
            while (left > 0 && count >= 0) {
                count = body.read(buffer);
                left -= Math.max(count, 0);
            }
        } catch (IOException e) {
            // Nobody sends any more.
        }
    }
}

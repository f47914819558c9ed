package org.medsendx.ingest.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.pixel.UnsupportedImageException;
import org.medsendx.ingest.config.IngestConfig;
import org.medsendx.ingest.inspect.Inspection;
import org.medsendx.ingest.inspect.LimitedInput;
import org.medsendx.ingest.inspect.SteadyInput;
import org.medsendx.ingest.intake.RunningIntake;
import org.medsendx.webguard.IdentifiedAccess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks into a DICOM file that is sent along; nothing of it is kept. */
@Path("/inspect")
public final class InspectResource {

    private static final Logger LOG = LoggerFactory.getLogger(InspectResource.class);
    private static final String DICOM_JSON = "application/dicom+json";
    private static final String PNG = "image/png";
    private static final int UNPROCESSABLE = 422;
    private static final int INSUFFICIENT_STORAGE = 507;

    // Files are large and threads are few: senders that are slow must not take all of them.
    private static final int AT_A_TIME = 4;
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final int MIN_BYTES_PER_SECOND = 16 << 10;

    private final Semaphore places = new Semaphore(AT_A_TIME);

    private final RunningIntake intake;
    private final IdentifiedAccess access;
    private final long largest;

    public InspectResource(RunningIntake intake, IdentifiedAccess access, IngestConfig config) {
        this.intake = intake;
        this.access = access;
        // The server's own limit is that of STOW-RS, which is more.
        this.largest = config.inspectMaxSize().asLongValue();
    }

    /**
     * Why a file cannot be shown.
     *
     * @param problem a code
     * @param tag the element where reading stopped
     * @param position the byte where reading stopped
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Problem(String problem, @Nullable String tag, @Nullable Long position) {}

    /**
     * @param format text, json or png; without it what the request accepts, else text
     */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Header (text or DICOM JSON) or picture of a DICOM file; audited")
    public Response inspect(
            InputStream body,
            @QueryParam("format") @Nullable String format,
            @Context HttpHeaders headers,
            @Context RoutingContext request)
            throws IOException {
        access.admit(request);
        String type = type(format, headers);
        if (type == null) {
            return problem(Response.Status.BAD_REQUEST.getStatusCode(), "unknown-format");
        }
        if (!intake.store().hasRoom()) {
            return problem(INSUFFICIENT_STORAGE, "disk-nearly-full");
        }
        if (!places.tryAcquire()) {
            return problem(Response.Status.SERVICE_UNAVAILABLE.getStatusCode(), "busy");
        }
        try {
            return inspect(body, type);
        } finally {
            places.release();
        }
    }

    private Response inspect(InputStream body, String type) throws IOException {
        // Never sealed, so it is removed at the end; after a crash the next start removes it.
        try (var copy = intake.store().create(new byte[0])) {
            var limited = new LimitedInput(body, largest);
            new SteadyInput(limited, GRACE, MIN_BYTES_PER_SECOND, System::nanoTime)
                    .transferTo(copy);
            var inspection = Inspection.of(copy.file());
            Object entity =
                    switch (type) {
                        case DICOM_JSON -> json(inspection);
                        case PNG -> picture(inspection);
                        default -> inspection.text();
                    };
            return Response.ok(entity, type).header("Cache-Control", "no-store").build();
        } catch (DicomFormatException e) {
            Integer tag = e.tag();
            return problem(
                    UNPROCESSABLE,
                    new Problem(
                            e.problem().code(),
                            tag == null ? null : Tag.toString(tag),
                            e.position()));
        } catch (UnsupportedImageException e) {
            return problem(UNPROCESSABLE, e.code());
        } catch (LimitedInput.TooLongException e) {
            return problem(Response.Status.REQUEST_ENTITY_TOO_LARGE.getStatusCode(), "too-large");
        } catch (SteadyInput.TooSlowException e) {
            return problem(Response.Status.REQUEST_TIMEOUT.getStatusCode(), "too-slow");
        } catch (RuntimeException e) {
            // A stack trace in the log may quote the file.
            LOG.error("inspection failed: {}", e.getClass().getSimpleName());
            return problem(UNPROCESSABLE, "reader-failed");
        }
    }

    private static String json(Inspection inspection) throws IOException {
        var json = new StringBuilder();
        inspection.json("", json);
        return json.toString();
    }

    private static byte[] picture(Inspection inspection)
            throws IOException, UnsupportedImageException {
        var picture = new ByteArrayOutputStream();
        inspection.png(picture);
        return picture.toByteArray();
    }

    private static @Nullable String type(@Nullable String format, HttpHeaders headers) {
        if (format != null) {
            return switch (format) {
                case "text" -> "text/plain;charset=UTF-8";
                case "json" -> DICOM_JSON;
                case "png" -> PNG;
                default -> null;
            };
        }
        for (var accepted : headers.getAcceptableMediaTypes()) {
            String wanted = accepted.getType() + "/" + accepted.getSubtype();
            switch (wanted) {
                case PNG -> {
                    return PNG;
                }
                case DICOM_JSON, MediaType.APPLICATION_JSON -> {
                    return DICOM_JSON;
                }
                default -> {
                    // the next wish
                }
            }
        }
        return "text/plain;charset=UTF-8";
    }

    private static Response problem(int status, String code) {
        return problem(status, new Problem(code, null, null));
    }

    private static Response problem(int status, Problem problem) {
        return Response.status(status).type(MediaType.APPLICATION_JSON).entity(problem).build();
    }
}

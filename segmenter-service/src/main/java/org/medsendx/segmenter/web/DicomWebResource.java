package org.medsendx.segmenter.web;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.medsendx.segmenter.dicomweb.Acceptable;
import org.medsendx.segmenter.dicomweb.Answer;
import org.medsendx.segmenter.dicomweb.DicomWebException;
import org.medsendx.segmenter.dicomweb.Retrieval;
import org.medsendx.segmenter.dicomweb.Retrieval.Target;
import org.medsendx.segmenter.dicomweb.Search;

/**
 * DICOMweb of the clean zone: QIDO-RS and WADO-RS (PS3.18, 10.4 and 10.6). Nothing is stored by it.
 */
@Path("/dicom-web/studies")
public class DicomWebResource {

    private static final String SERIES = "/{study}/series/{series}";
    private static final String INSTANCE = SERIES + "/instances/{instance}";
    private static final Pattern UID = Pattern.compile("[0-9.]{1,64}");

    private final Search search;
    private final Retrieval retrieval;

    public DicomWebResource(Search search, Retrieval retrieval) {
        this.search = search;
        this.retrieval = retrieval;
    }

    /** Studies that match. */
    @GET
    public Response studies(UriInfo uri, HttpHeaders headers) {
        return found(uri, headers, () -> search.studies(uri.getQueryParameters(), base(uri)));
    }

    /** Series of a study that match. */
    @GET
    @Path("/{study}/series")
    public Response series(@PathParam("study") String study, UriInfo uri, HttpHeaders headers) {
        return found(
                uri, headers, () -> search.series(uid(study), uri.getQueryParameters(), base(uri)));
    }

    /** Instances of a study that match. */
    @GET
    @Path("/{study}/instances")
    public Response instances(@PathParam("study") String study, UriInfo uri, HttpHeaders headers) {
        return found(
                uri,
                headers,
                () -> search.instances(uid(study), null, uri.getQueryParameters(), base(uri)));
    }

    /** Instances of a series that match. */
    @GET
    @Path(SERIES + "/instances")
    public Response instancesOfSeries(
            @PathParam("study") String study,
            @PathParam("series") String series,
            UriInfo uri,
            HttpHeaders headers) {
        return found(
                uri,
                headers,
                () ->
                        search.instances(
                                uid(study), uid(series), uri.getQueryParameters(), base(uri)));
    }

    /** All instances of a study. */
    @GET
    @Path("/{study}")
    public Response study(@PathParam("study") String study, UriInfo uri, HttpHeaders headers) {
        return answer(
                () -> retrieval.instances(target(study, null, null), acceptable(uri, headers)));
    }

    /** All instances of a series. */
    @GET
    @Path(SERIES)
    public Response seriesInstances(
            @PathParam("study") String study,
            @PathParam("series") String series,
            UriInfo uri,
            HttpHeaders headers) {
        return answer(
                () -> retrieval.instances(target(study, series, null), acceptable(uri, headers)));
    }

    /** An instance. */
    @GET
    @Path(INSTANCE)
    public Response instance(
            @PathParam("study") String study,
            @PathParam("series") String series,
            @PathParam("instance") String instance,
            UriInfo uri,
            HttpHeaders headers) {
        return answer(() ->
                retrieval.instances(target(study, series, instance), acceptable(uri, headers)));
    }

    /** Metadata of a study. */
    @GET
    @Path("/{study}/metadata")
    public Response metadata(@PathParam("study") String study, UriInfo uri, HttpHeaders headers) {
        return metadata(target(study, null, null), uri, headers);
    }

    /** Metadata of a series. */
    @GET
    @Path(SERIES + "/metadata")
    public Response metadataOfSeries(
            @PathParam("study") String study,
            @PathParam("series") String series,
            UriInfo uri,
            HttpHeaders headers) {
        return metadata(target(study, series, null), uri, headers);
    }

    /** Metadata of an instance. */
    @GET
    @Path(INSTANCE + "/metadata")
    public Response metadataOfInstance(
            @PathParam("study") String study,
            @PathParam("series") String series,
            @PathParam("instance") String instance,
            UriInfo uri,
            HttpHeaders headers) {
        return metadata(target(study, series, instance), uri, headers);
    }

    private Response metadata(Target target, UriInfo uri, HttpHeaders headers) {
        return answer(() -> retrieval.metadata(target, acceptable(uri, headers), base(uri)));
    }

    /** A long value that metadata has the address of. */
    @GET
    @Path(INSTANCE + "/bulkdata/{tag}")
    public Response bulkdata(
            @PathParam("study") String study,
            @PathParam("series") String series,
            @PathParam("instance") String instance,
            @PathParam("tag") String tag,
            UriInfo uri,
            HttpHeaders headers) {
        return answer(() ->
                retrieval.bulkdata(target(study, series, instance), tag, acceptable(uri, headers)));
    }

    /** Frames of an instance. */
    @GET
    @Path(INSTANCE + "/frames/{frames}")
    public Response frames(
            @PathParam("study") String study,
            @PathParam("series") String series,
            @PathParam("instance") String instance,
            @PathParam("frames") String frames,
            UriInfo uri,
            HttpHeaders headers) {
        return answer(() ->
                retrieval.frames(
                        target(study, series, instance), frames, acceptable(uri, headers)));
    }

    /** A picture of a study: the middle frame of its middle instance. */
    @GET
    @Path("/{study}/rendered")
    public Response rendered(@PathParam("study") String study, UriInfo uri, HttpHeaders headers) {
        return picture(target(study, null, null), null, false, uri, headers);
    }

    /** A small picture of a study. */
    @GET
    @Path("/{study}/thumbnail")
    public Response thumbnail(@PathParam("study") String study, UriInfo uri, HttpHeaders headers) {
        return picture(target(study, null, null), null, true, uri, headers);
    }

    /** A picture of a series. */
    @GET
    @Path(SERIES + "/rendered")
    public Response renderedSeries(
            @PathParam("study") String study,
            @PathParam("series") String series,
            UriInfo uri,
            HttpHeaders headers) {
        return picture(target(study, series, null), null, false, uri, headers);
    }

    /** A small picture of a series. */
    @GET
    @Path(SERIES + "/thumbnail")
    public Response thumbnailOfSeries(
            @PathParam("study") String study,
            @PathParam("series") String series,
            UriInfo uri,
            HttpHeaders headers) {
        return picture(target(study, series, null), null, true, uri, headers);
    }

    /** A picture of an instance: its middle frame. */
    @GET
    @Path(INSTANCE + "/rendered")
    public Response renderedInstance(
            @PathParam("study") String study,
            @PathParam("series") String series,
            @PathParam("instance") String instance,
            UriInfo uri,
            HttpHeaders headers) {
        return picture(target(study, series, instance), null, false, uri, headers);
    }

    /** A small picture of an instance. */
    @GET
    @Path(INSTANCE + "/thumbnail")
    public Response thumbnailOfInstance(
            @PathParam("study") String study,
            @PathParam("series") String series,
            @PathParam("instance") String instance,
            UriInfo uri,
            HttpHeaders headers) {
        return picture(target(study, series, instance), null, true, uri, headers);
    }

    /** A picture of a frame. */
    @GET
    @Path(INSTANCE + "/frames/{frames}/rendered")
    public Response renderedFrame(
            @PathParam("study") String study,
            @PathParam("series") String series,
            @PathParam("instance") String instance,
            @PathParam("frames") String frames,
            UriInfo uri,
            HttpHeaders headers) {
        return picture(target(study, series, instance), frames, false, uri, headers);
    }

    /** A small picture of a frame. */
    @GET
    @Path(INSTANCE + "/frames/{frames}/thumbnail")
    public Response thumbnailOfFrame(
            @PathParam("study") String study,
            @PathParam("series") String series,
            @PathParam("instance") String instance,
            @PathParam("frames") String frames,
            UriInfo uri,
            HttpHeaders headers) {
        return picture(target(study, series, instance), frames, true, uri, headers);
    }

    private Response picture(
            Target target,
            @Nullable String frames,
            boolean thumbnail,
            UriInfo uri,
            HttpHeaders headers) {
        return answer(() ->
                retrieval.rendered(
                        target,
                        frames,
                        thumbnail,
                        uri.getQueryParameters(),
                        acceptable(uri, headers)));
    }

    private static String base(UriInfo uri) {
        return uri.getBaseUri().resolve("/dicom-web/studies").toString();
    }

    private static Acceptable acceptable(UriInfo uri, HttpHeaders headers)
            throws DicomWebException {
        List<String> parameter = uri.getQueryParameters().get("accept");
        List<String> header = headers.getRequestHeader(HttpHeaders.ACCEPT);
        return Acceptable.of(
                parameter == null ? List.of() : parameter, header == null ? List.of() : header);
    }

    private static Target target(String study, @Nullable String series, @Nullable String instance) {
        return new Target(study, series, instance);
    }

    private static String uid(String text) throws DicomWebException {
        if (!UID.matcher(text).matches()) {
            throw new DicomWebException(400, "uid", "A UID has digits and points.");
        }
        return text;
    }

    /** Looks something up. */
    private interface Looking<T> {
        T look() throws IOException, DicomWebException;
    }

    private static Response found(UriInfo uri, HttpHeaders headers, Looking<Search.Found> looking) {
        try {
            if (!acceptable(uri, headers).admitsJson()) {
                throw new DicomWebException(
                        406, "not-acceptable", "Results are application/dicom+json.");
            }
            var found = looking.look();
            var response =
                    found.json().isEmpty()
                            ? Response.noContent()
                            : Response.ok(found.json(), "application/dicom+json");
            for (var warning : found.warnings()) {
                response.header("Warning", "299 medsendx \"" + warning + "\"");
            }
            return response.build();
        } catch (DicomWebException e) {
            return refusal(e);
        } catch (IOException e) {
            return refusal(unreadable());
        }
    }

    private static Response answer(Looking<Answer> looking) {
        try {
            Answer answer = looking.look();
            StreamingOutput body = out -> answer.body().write(out);
            return Response.ok(body).header(HttpHeaders.CONTENT_TYPE, answer.contentType()).build();
        } catch (DicomWebException e) {
            return refusal(e);
        } catch (IOException e) {
            return refusal(unreadable());
        }
    }

    private static DicomWebException unreadable() {
        return new DicomWebException(500, "unreadable", "A file or the ledger cannot be read.");
    }

    private static Response refusal(DicomWebException e) {
        var response = Response.status(e.status()).type("application/json").entity(e.json());
        if (e.status() == 503) {
            response.header("Retry-After", "2");
        }
        return response.build();
    }
}

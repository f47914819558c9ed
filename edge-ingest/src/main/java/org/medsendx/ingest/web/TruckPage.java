package org.medsendx.ingest.web;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.medsendx.ingest.crew.CrewSettings;
import org.medsendx.ingest.crew.Language;
import org.medsendx.ingest.crew.Texts;
import org.medsendx.ingest.crew.TruckView;

/** The page for the crew: today's exams, what needs a person, the link, the disk; by itself. */
@Path("/")
public class TruckPage {

    private final CrewFrame frame;
    private final CrewSettings settings;
    private final TruckNow now;
    private final TruckStream stream;

    TruckPage(CrewFrame frame, CrewSettings settings, TruckNow now, TruckStream stream) {
        this.frame = frame;
        this.settings = settings;
        this.now = now;
        this.stream = stream;
    }

    @CheckedTemplate
    static class Templates {
        static native TemplateInstance truck(
                CrewFrame.Page page, Texts t, TruckView view, String linkPage);

        static native TemplateInstance live(Texts t, TruckView view, String linkPage);
    }

    /** The way to the page. */
    @GET
    @Operation(hidden = true)
    public Response home() {
        return Response.seeOther(URI.create("/truck")).build();
    }

    /** The page as it is without a script; with one it follows. */
    @GET
    @Path("truck")
    @Produces(MediaType.TEXT_HTML)
    @Blocking
    @Operation(summary = "The truck page for the crew; nothing identified")
    public TemplateInstance truck(@Context RoutingContext context) {
        var page = frame.page(context, "/truck");
        return Templates.truck(page, page.t(), now.view(page.words()), settings.linkToLink());
    }

    /** Its contents whenever they change, and every few seconds as a sign of life. */
    @GET
    @Path("truck/events/{language}")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.TEXT_PLAIN)
    @Operation(summary = "What the truck page shows, as server-sent events; nothing identified")
    public Multi<String> events(@PathParam("language") String language) {
        return stream.open(Language.of(language).orElseThrow(NotFoundException::new));
    }
}

package org.medsendx.uplink.web;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.medsendx.uplink.bandwidth.Limits;
import org.medsendx.uplink.service.UplinkService;
import org.medsendx.webguard.GuardFilter;
import org.medsendx.webguard.Person;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page of the link: what waits, for how long, what the data plan has left, and the limits. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
public class UplinkPage {

    private static final Logger LOG = LoggerFactory.getLogger(UplinkPage.class);

    private final UplinkService uplink;

    UplinkPage(UplinkService uplink) {
        this.uplink = uplink;
    }

    @CheckedTemplate
    static class Templates {
        static native TemplateInstance link(
                LinkView view, LimitsForm form, boolean may, @Nullable String problem);
    }

    /** How it stands. */
    @GET
    @Blocking
    public TemplateInstance link(@Context RoutingContext context) {
        return shown(LimitsForm.of(limits()), context, null);
    }

    /**
     * Decides the limits of the link, and shows the page again; see {@link LimitsForm} for what is
     * written. What cannot be understood changes nothing (400).
     */
    @POST
    @Path("/uplink/limits")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Blocking
    public Response decide(
            @FormParam("rate") @DefaultValue("") String rate,
            @FormParam("hours") @DefaultValue("") String hours,
            @FormParam("plan") @DefaultValue("") String plan,
            @FormParam("firstDay") @DefaultValue("1") String firstDay,
            @FormParam("urgent") @Nullable String urgent,
            @FormParam("zone") @DefaultValue("UTC") String zone,
            @Context RoutingContext context)
            throws IOException {
        var form = new LimitsForm(rate, hours, plan, firstDay, urgent != null, zone);
        Limits limits;
        try {
            limits = form.limits();
        } catch (IllegalArgumentException e) {
            return Response.status(Response.Status.BAD_REQUEST)
                    .entity(shown(form, context, String.valueOf(e.getMessage())))
                    .build();
        }
        uplink.bandwidth().change(limits, person(context).name());
        LOG.info("the limits of the link were changed at the page");
        return Response.seeOther(URI.create("/")).build();
    }

    private TemplateInstance shown(
            LimitsForm form, RoutingContext context, @Nullable String problem) {
        var view = new LinkView(uplink.status(), uplink.bandwidth().decision(), Instant.now());
        return Templates.link(view, form, person(context).roles().contains("admin"), problem);
    }

    private Limits limits() {
        return uplink.bandwidth().decision().limits();
    }

    private static Person person(RoutingContext context) {
        Person person = GuardFilter.person(context);
        if (person == null) {
            throw new IllegalStateException("the guard lets nobody in here");
        }
        return person;
    }
}

package org.medsendx.uplink.web;

import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.medsendx.uplink.bandwidth.Limits;
import org.medsendx.uplink.service.UplinkService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people decide about the link. A class of its own: JAX-RS looks for a path in the class whose
 * path fits it best, and nowhere else (Jakarta RESTful Web Services 3.1, 3.7.2).
 */
@Path("/uplink/limits")
@Produces(MediaType.TEXT_HTML)
public class LimitsResource {

    private static final Logger LOG = LoggerFactory.getLogger(LimitsResource.class);

    private final UplinkService uplink;
    private final UplinkPage page;

    LimitsResource(UplinkService uplink, UplinkPage page) {
        this.uplink = uplink;
        this.page = page;
    }

    /**
     * Decides the limits of the link, and shows the page again; see {@link LimitsForm} for what is
     * written. What cannot be understood changes nothing (400).
     */
    @POST
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
                    .entity(page.shown(form, context, String.valueOf(e.getMessage())).render())
                    .build();
        }
        uplink.bandwidth().change(limits, UplinkPage.person(context).name());
        LOG.info("the limits of the link were changed at the page");
        return Response.seeOther(URI.create("/")).build();
    }
}

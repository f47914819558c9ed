package org.medsendx.uplink.web;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.medsendx.uplink.bandwidth.Limits;
import org.medsendx.uplink.service.UplinkService;
import org.medsendx.webguard.GuardFilter;
import org.medsendx.webguard.Person;

/** The page of the link: what waits, for how long, what the data plan has left, and the limits. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
public class UplinkPage {

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

    /** The page with a form as it was filled in. */
    TemplateInstance shown(LimitsForm form, RoutingContext context, @Nullable String problem) {
        var view = new LinkView(uplink.status(), uplink.bandwidth().decision(), Instant.now());
        return Templates.link(view, form, person(context).roles().contains("admin"), problem);
    }

    private Limits limits() {
        return uplink.bandwidth().decision().limits();
    }

    static Person person(RoutingContext context) {
        Person person = GuardFilter.person(context);
        if (person == null) {
            throw new IllegalStateException("the guard lets nobody in here");
        }
        return person;
    }
}

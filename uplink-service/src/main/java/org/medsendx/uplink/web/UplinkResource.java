package org.medsendx.uplink.web;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.medsendx.uplink.service.UplinkService;
import org.medsendx.uplink.telemetry.UplinkStatus;

/** Where the uplink stands, and a nudge for what the store refused. */
@Path("/uplink")
@Produces(MediaType.APPLICATION_JSON)
public class UplinkResource {

    private final UplinkService uplink;

    UplinkResource(UplinkService uplink) {
        this.uplink = uplink;
    }

    /** Backlog, parked objects with their reasons, state of store and cloud broker. */
    @GET
    public UplinkStatus status() {
        return uplink.status();
    }

    /** Tries all parked objects again. Needs no body, but its type, as every change does. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("/parked/retry")
    public Retried retryParked() {
        return new Retried(uplink.retryParked());
    }

    /**
     * The answer to a nudge.
     *
     * @param retried how many objects are tried again
     */
    public record Retried(int retried) {}
}

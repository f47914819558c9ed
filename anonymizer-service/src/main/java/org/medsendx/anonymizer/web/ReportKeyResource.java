package org.medsendx.anonymizer.web;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.medsendx.anonymizer.running.RunningBorder;

/** The public key that verifies reports: for everybody. */
@Path("/report-key")
public class ReportKeyResource {

    private final RunningBorder running;

    ReportKeyResource(RunningBorder running) {
        this.running = running;
    }

    /** PEM (SubjectPublicKeyInfo) of the truck's Ed25519 key. */
    @GET
    @Produces("application/x-pem-file")
    public String key() {
        return running.signing().publicPem();
    }
}

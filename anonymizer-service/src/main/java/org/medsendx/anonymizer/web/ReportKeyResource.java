package org.medsendx.anonymizer.web;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.medsendx.anonymizer.messaging.AnonymizerService;

/** The public key that verifies reports: for everybody. */
@Path("/report-key")
public class ReportKeyResource {

    private final AnonymizerService service;

    ReportKeyResource(AnonymizerService service) {
        this.service = service;
    }

    /** PEM (SubjectPublicKeyInfo) of the truck's Ed25519 key. */
    @GET
    @Produces("application/x-pem-file")
    public String key() {
        return service.identity().signing().publicPem();
    }
}

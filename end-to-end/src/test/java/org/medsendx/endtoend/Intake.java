package org.medsendx.endtoend;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.medsendx.contracts.EventCodec;
import org.medsendx.localstack.stack.Addresses;

/** Looks at edge-ingest's ledger. */
final class Intake {

    private Intake() {}

    /** The digest of the last thing that came in. */
    static String lastDigest(Addresses addresses) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var digest = "";
            long after = -1;
            while (true) {
                var request =
                        HttpRequest.newBuilder(
                                        URI.create(
                                                addresses.ingest()
                                                        + "/instances?limit=500&after="
                                                        + after))
                                .build();
                var page =
                        EventCodec.JSON.readTree(
                                http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
                if (page.isEmpty()) {
                    return digest;
                }
                for (var record : page) {
                    after = record.get("index").asLong();
                    digest = record.get("digest").asText();
                }
            }
        }
    }
}

package org.medsendx.miner.telemetry;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.medsendx.contracts.EventCodec;
import org.medsendx.miner.alert.Alert;

/**
 * Tells alerts to an Alertmanager (API v2, POST /api/v2/alerts). One call tries a few times; what
 * it could not tell is told in the next round with all the rest, so nothing is queued.
 */
@ApplicationScoped
public class Alertmanager {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
    private final Counter told;
    private final Counter failed;

    /** It answered with another status than success; trying again at once does not help. */
    public static final class Refused extends Exception {

        private static final long serialVersionUID = 1;

        Refused(int status) {
            super("status " + status);
        }
    }

    Alertmanager(MeterRegistry registry) {
        told = rounds(registry, "told");
        failed = rounds(registry, "failed");
    }

    private static Counter rounds(MeterRegistry registry, String outcome) {
        return Counter.builder("medsendx.miner.alert.rounds")
                .description("rounds of telling alerts, by outcome")
                .tag("outcome", outcome)
                .register(registry);
    }

    /**
     * Tells alerts.
     *
     * @param address of the Alertmanager, without the path of the API
     * @param authorization the header of that name
     * @throws IOException when it could not be reached, after some tries
     * @throws Refused when it does not take them
     */
    @Retry(
            maxRetries = 3,
            delay = 500,
            jitter = 250,
            maxDuration = 30,
            durationUnit = ChronoUnit.SECONDS,
            retryOn = IOException.class,
            abortOn = Refused.class)
    public void tell(URI address, Optional<String> authorization, List<Alert> alerts)
            throws IOException, Refused, InterruptedException {
        var request =
                HttpRequest.newBuilder(api(address))
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(json(alerts)));
        authorization.ifPresent(value -> request.header("Authorization", value));
        int status =
                http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status / 100 == 5) {
            throw new IOException("status " + status);
        }
        if (status / 100 != 2) {
            throw new Refused(status);
        }
    }

    /** A round is over. */
    public void round(boolean successful) {
        (successful ? told : failed).increment();
    }

    private static URI api(URI address) {
        var text = address.toString();
        return URI.create(
                (text.endsWith("/") ? text.substring(0, text.length() - 1) : text)
                        + "/api/v2/alerts");
    }

    private static byte[] json(List<Alert> alerts) {
        try {
            return EventCodec.JSON.writeValueAsBytes(alerts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("alerts are plain data", e);
        }
    }
}

package org.medsendx.uplink.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.medsendx.uplink.bandwidth.Limits;
import org.medsendx.uplink.messaging.TruckBroker;
import org.medsendx.uplink.service.UplinkService;

/** The page of the link over HTTP. */
@QuarkusTest
@WithTestResource(TruckBroker.class)
class UplinkPageIT {

    @Inject UplinkService uplink;

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @TestHTTPResource
    URI base;

    @Test
    void shows_what_waits_and_what_the_plan_has_left_and_takes_limits_that_hold_at_once()
            throws Exception {
        assertThat(get("/").body())
                .contains("Nothing waits.", "no plan", "as the configuration has it");

        var answer =
                post("rate=1.5&hours=08%3A00-18%3A00+2&plan=20&firstDay=15&urgent=on&zone=UTC");

        assertThat(answer.statusCode()).isEqualTo(303);
        Limits limits = uplink.bandwidth().decision().limits();
        assertThat(limits.bytesPerSecond()).isEqualTo(187_500L);
        assertThat(limits.plan()).isEqualTo(new Limits.DataPlan(20_000_000_000L, 15));
        assertThat(get("/").body())
                .contains("20.00 GB of 20.00 GB", "value=\"1.5\"", "08:00-18:00 2", "by http");
        assertThat(get("/uplink").body())
                .contains("\"planLeft\":20000000000", "\"closedBecause\":null");
    }

    @Test
    void says_what_is_wrong_with_limits_and_changes_nothing() throws Exception {
        var before = uplink.bandwidth().decision();

        var answer = post("rate=%3Cscript%3E&zone=UTC");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("The rate is a number of Mbit/s", "Nothing was changed")
                .doesNotContain("<script>");
        assertThat(uplink.bandwidth().decision()).isEqualTo(before);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(base.resolve(path)).GET());
    }

    private HttpResponse<String> post(String form) throws Exception {
        return send(
                HttpRequest.newBuilder(base.resolve("/uplink/limits"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Origin", base.getScheme() + "://" + base.getAuthority())
                        .POST(BodyPublishers.ofString(form)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }
}

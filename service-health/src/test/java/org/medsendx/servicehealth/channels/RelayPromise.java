package org.medsendx.servicehealth.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What a relay's producer effectively runs with; it says so when it is made, with an event. */
public final class RelayPromise {

    private RelayPromise() {}

    /** The settings of a service that is to tell it, in this file. */
    public static Map<String, String> toldIn(Path log) {
        return Map.of(
                "quarkus.log.category.\"org.medsendx.outbox.kafka\".level", "DEBUG",
                "quarkus.log.file.enabled", "true",
                "quarkus.log.file.path", log.toString());
    }

    /** Fails where a relay could lose an event or write it twice, or waits for ever. */
    public static void isKept(Path log, String brokers) {
        String settings =
                await().atMost(Duration.ofSeconds(60))
                        .until(
                                () ->
                                        Files.readString(log)
                                                .lines()
                                                .filter(line ->
                                                        line.contains("a producer with {")
                                                                && line.contains(brokers))
                                                .findFirst(),
                                Optional::isPresent)
                        .orElseThrow();
        assertThat(settings)
                .contains(
                        "acks=-1,",
                        "compression.type=gzip,",
                        "delivery.timeout.ms=30000,",
                        "enable.idempotence=true,",
                        "max.block.ms=10000,",
                        "reconnect.backoff.max.ms=5000,",
                        "request.timeout.ms=10000,");
    }
}

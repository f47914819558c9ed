package org.medsendx.uplink.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Compares the truck's clock with the store's: each answer has a Date (RFC 9110, 6.6.1), in whole
 * seconds. A truck behind a weak link may reach no time server for days, and this comes for free.
 */
@ApplicationScoped
public class StoreClock implements ExecutionInterceptor {

    /** A date of whole seconds was on average half a second ago. */
    private static final Duration HALF = Duration.ofMillis(500);

    private final InstantSource clock;
    private volatile double offset = Double.NaN;

    StoreClock() {
        this(InstantSource.system());
    }

    StoreClock(InstantSource clock) {
        this.clock = clock;
    }

    /** Shows the offset, NaN before the first answer. */
    public void show(MeterRegistry meters) {
        Gauge.builder("medsendx.uplink.clock.offset.seconds", this, StoreClock::offset)
                .description("How far the truck's clock is ahead of the store's, to a second")
                .strongReference(true)
                .register(meters);
    }

    @Override
    public void afterTransmission(
            Context.AfterTransmission context, ExecutionAttributes executionAttributes) {
        context.httpResponse().firstMatchingHeader("Date").ifPresent(this::heard);
    }

    /** Takes the Date of an answer that has just come; what is no date says nothing. */
    void heard(String date) {
        var ahead = ahead(date, clock.instant());
        if (ahead != null) {
            offset = ahead.toMillis() / 1000.0;
        }
    }

    /**
     * How far this clock is ahead of the one that wrote a Date, or null when it is none: the
     * store's, or of something in between.
     *
     * @param now when the answer came, by this clock
     */
    public static @Nullable Duration ahead(String date, Instant now) {
        try {
            var there = DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from).plus(HALF);
            return Duration.between(there, now);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Seconds that the truck is ahead, by the last answer. */
    double offset() {
        return offset;
    }
}

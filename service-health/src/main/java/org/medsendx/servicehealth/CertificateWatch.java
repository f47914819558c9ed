package org.medsendx.servicehealth;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import org.medsendx.outbox.Housekeeping;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every certificate that a service is configured with: how long it is still good, as a
 * gauge, and warnings in the log three weeks before it expires. What a service reads by itself it
 * adds by {@link #add}; the files that the configuration names are found.
 *
 * <p>The gauge is {@code medsendx.SERVICE.certificate.expiry} in seconds from now, negative once
 * expired and 0 where the file cannot be read.
 */
@ApplicationScoped
public class CertificateWatch {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);

    private final CertificatesConfig config;
    private final Config settings;
    private final MeterRegistry meters;
    private final ExpiryWarnings warnings;
    private final Map<String, Source> sources = new ConcurrentHashMap<>();
    private final Map<String, Optional<Instant>> expiries = new ConcurrentHashMap<>();
    private @Nullable Housekeeping looks;

    /** When a certificate expires. */
    @FunctionalInterface
    public interface Source {
        Instant expiry() throws IOException;
    }

    public CertificateWatch(CertificatesConfig config, Config settings, MeterRegistry meters) {
        this.config = config;
        this.settings = settings;
        this.meters = meters;
        this.warnings = new ExpiryWarnings(config.warnBefore());
    }

    /**
     * Adds a certificate.
     *
     * @param name what it is for, a few fixed words; never what stands in it
     */
    public void add(String name, Source source) {
        sources.put(name, source);
        look(name, source, Instant.now());
        Gauge.builder(gauge(), () -> seconds(expiries.getOrDefault(name, Optional.empty())))
                .description("Time until a certificate expires")
                .baseUnit("seconds")
                .tag("certificate", name)
                .register(meters);
    }

    /** When each expires; empty for what cannot be read. */
    public Map<String, Optional<Instant>> expiries() {
        return new TreeMap<>(expiries);
    }

    // After the service, which adds its own.
    void start(@Observes @Priority(4000) StartupEvent event) {
        ConfiguredCertificates.of(
                        settings.getPropertyNames(),
                        key -> settings.getOptionalValue(key, String.class).orElse(null))
                .forEach((name, file) -> add(name, file::expiry));
        if (!sources.isEmpty()) {
            looks = Housekeeping.start(config.every(), this::look);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        Housekeeping running = looks;
        if (running != null) {
            running.close();
        }
    }

    /** Looks at all of them. */
    void look(Instant now) {
        sources.forEach((name, source) -> look(name, source, now));
    }

    private void look(String name, Source source, Instant now) {
        Optional<Instant> expiry;
        try {
            expiry = Optional.of(source.expiry());
        } catch (IOException e) {
            expiry = Optional.empty();
        }
        expiries.put(name, expiry);
        ExpiryWarnings.Warning warning;
        synchronized (warnings) {
            warning = warnings.of(name, expiry.orElse(null), now);
        }
        if (warning != null) {
            switch (warning.state()) {
                case GOOD -> LOG.info(warning.text());
                case ENDS_SOON -> LOG.warn(warning.text());
                case EXPIRED, UNREADABLE -> LOG.error(warning.text());
            }
        }
    }

    private static double seconds(Optional<Instant> expiry) {
        return expiry.map(at -> (double) (at.getEpochSecond() - Instant.now().getEpochSecond()))
                .orElse(0.0);
    }

    /** With the service's name as its other metrics have it; in full, so that it can be found. */
    private String gauge() {
        String service = settings.getValue("quarkus.application.name", String.class);
        return switch (service) {
            case "edge-ingest" -> "medsendx.ingest.certificate.expiry";
            case "anonymizer-service" -> "medsendx.anonymizer.certificate.expiry";
            case "uplink-service" -> "medsendx.uplink.certificate.expiry";
            case "segmenter-service" -> "medsendx.segmenter.certificate.expiry";
            case "fleet-miner-service" -> "medsendx.miner.certificate.expiry";
            case "reading-list-service" -> "medsendx.reading.certificate.expiry";
            default -> throw new IllegalStateException("a service whose metrics have no name");
        };
    }
}

package org.medsendx.servicehealth.traces;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.EventCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes sampled spans into a file, one JSON line each, mode 0600. A disk that refuses loses spans
 * and nothing else.
 */
public final class TraceFile implements SpanProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(TraceFile.class);

    private final String service;
    private final @Nullable Path file;
    private final long maxBytes;
    private boolean refused;

    /**
     * @param file null for none
     * @param maxBytes how large it gets before it is begun anew
     */
    TraceFile(String service, @Nullable Path file, long maxBytes) {
        this.service = service;
        this.file = file;
        this.maxBytes = maxBytes;
    }

    /** Makes the one of a service. */
    @ApplicationScoped
    static class Wiring {
        @Produces
        @Singleton
        SpanProcessor file(
                TracesConfig config,
                @ConfigProperty(name = "quarkus.application.name") String service) {
            return new TraceFile(service, config.file().orElse(null), config.maxBytes());
        }
    }

    @Override
    public void onStart(Context parentContext, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public boolean isEndRequired() {
        return file != null;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (file != null && span.getSpanContext().isSampled()) {
            write(file, line(span));
        }
    }

    private String line(ReadableSpan span) {
        var data = span.toSpanData();
        var json = EventCodec.JSON.createObjectNode();
        json.put("service", service);
        json.put("name", data.getName());
        json.put("trace", data.getTraceId());
        json.put("span", data.getSpanId());
        if (data.getParentSpanContext().isValid()) {
            json.put("parent", data.getParentSpanId());
        }
        json.put("startNanos", data.getStartEpochNanos());
        json.put("endNanos", data.getEndEpochNanos());
        var attributes = json.putObject("attributes");
        data.getAttributes()
                .forEach((key, value) -> attributes.put(key.getKey(), value.toString()));
        var events = json.putArray("events");
        for (var event : data.getEvents()) {
            events.addObject().put("name", event.getName()).put("nanos", event.getEpochNanos());
        }
        return json + "\n";
    }

    private synchronized void write(Path to, String line) {
        try {
            if (Files.exists(to) && Files.size(to) + line.length() > maxBytes) {
                Files.move(
                        to,
                        to.resolveSibling(to.getFileName() + ".1"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            if (!Files.exists(to)) {
                Files.createDirectories(to.toAbsolutePath().getParent());
                Files.createFile(
                        to,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
            }
            Files.write(to, line.getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
            refused = false;
        } catch (IOException | UncheckedIOException e) {
            if (!refused) {
                LOG.warn("spans are lost: {}", e.getClass().getSimpleName());
            }
            refused = true;
        }
    }
}

package org.medsendx.servicehealth.traces;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Spans of what a stage does with an instance, in the trace that the instance's C-STORE began and
 * its events carry. Attributes are the random object id, an outcome and codes of ours, never
 * anything of a file. Without a trace there is no span.
 */
@Singleton
public class StageSpans {

    private final Tracer tracer;

    StageSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    /** One span; it ends when this is closed. */
    public static final class Stage implements AutoCloseable {

        private final Span span;

        private Stage(Span span) {
            this.span = span;
        }

        /** How it ended, as a code. */
        public void outcome(String code) {
            span.setAttribute("medsendx.outcome", code);
        }

        /** A step within it is done. */
        public void done(String step) {
            span.addEvent(step);
        }

        @Override
        public void close() {
            span.end();
        }
    }

    /**
     * Begins a span.
     *
     * @param traceparent as the event carries it, or null
     * @param object the random id of the instance, or null
     */
    public Stage begin(String name, @Nullable String traceparent, @Nullable UUID object) {
        return new Stage(start(name, traceparent, object, SpanKind.INTERNAL, null));
    }

    /** The same of an event that is published to a topic. */
    Stage publishes(String topic, @Nullable String traceparent) {
        return new Stage(start("publish " + topic, traceparent, null, SpanKind.PRODUCER, null));
    }

    /** A span that is over. */
    public void over(
            String name,
            @Nullable String traceparent,
            UUID object,
            Instant end,
            Duration took,
            String outcome) {
        var span = start(name, traceparent, object, SpanKind.CLIENT, end.minus(took));
        span.setAttribute("medsendx.outcome", outcome);
        span.end(end);
    }

    private Span start(
            String name,
            @Nullable String traceparent,
            @Nullable UUID object,
            SpanKind kind,
            @Nullable Instant at) {
        var parent = parent(traceparent);
        if (!parent.isValid()) {
            return Span.getInvalid();
        }
        var builder =
                tracer.spanBuilder(name)
                        .setParent(Context.root().with(Span.wrap(parent)))
                        .setSpanKind(kind);
        if (object != null) {
            builder.setAttribute("medsendx.object", object.toString());
        }
        if (at != null) {
            builder.setStartTimestamp(at);
        }
        return builder.startSpan();
    }

    // W3C trace context, version 00: version-trace-parent-flags.
    private static SpanContext parent(@Nullable String traceparent) {
        if (traceparent == null) {
            return SpanContext.getInvalid();
        }
        var parts = traceparent.split("-", -1);
        return SpanContext.createFromRemoteParent(
                parts[1], parts[2], TraceFlags.fromHex(parts[3], 0), TraceState.getDefault());
    }
}

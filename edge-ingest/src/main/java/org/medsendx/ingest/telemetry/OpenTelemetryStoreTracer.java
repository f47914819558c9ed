package org.medsendx.ingest.telemetry;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.ingest.dicom.StoreTracer;

/**
 * A server span for each instance that is sent; its context travels in the outbox line and the
 * Kafka header.
 */
@Singleton
public final class OpenTelemetryStoreTracer implements StoreTracer {

    private final Tracer tracer;

    public OpenTelemetryStoreTracer(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public Span begin(String way) {
        var span = tracer.spanBuilder(way).setSpanKind(SpanKind.SERVER).setNoParent().startSpan();
        var context = span.getSpanContext();
        String traceparent =
                context.isValid()
                        ? "00-"
                                + context.getTraceId()
                                + '-'
                                + context.getSpanId()
                                + '-'
                                + context.getTraceFlags().asHex()
                        : null;
        return new Span() {
            private boolean ended;
            private io.opentelemetry.api.trace.Span intake =
                    io.opentelemetry.api.trace.Span.getInvalid();

            @Override
            public @Nullable String traceparent() {
                return traceparent;
            }

            @Override
            public void received(UUID object) {
                span.setAttribute("medsendx.object", object.toString());
                intake =
                        tracer.spanBuilder("intake")
                                .setParent(Context.root().with(span))
                                .startSpan();
            }

            @Override
            public void end(String outcome) {
                if (!ended) {
                    ended = true;
                    intake.end();
                    span.setAttribute("medsendx.outcome", outcome);
                    span.end();
                }
            }
        };
    }
}

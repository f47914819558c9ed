package org.medsendx.ingest.dicom;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Starts the trace that every later stage of an instance continues. */
@FunctionalInterface
public interface StoreTracer {

    /** No traces. */
    StoreTracer NONE =
            way ->
                    new Span() {
                        @Override
                        public @Nullable String traceparent() {
                            return null;
                        }

                        @Override
                        public void received(UUID object) {}

                        @Override
                        public void end(String outcome) {}
                    };

    /**
     * The span of one input begins.
     *
     * @param way how it comes, such as {@code C-STORE}
     */
    Span begin(String way);

    /** The span of one input. */
    interface Span {

        /** W3C trace context, or null when nothing is traced. */
        @Nullable String traceparent();

        /** The last byte has come: what follows is the intake. */
        void received(UUID object);

        /** Ends the span; a second call does nothing. */
        void end(String outcome);
    }
}

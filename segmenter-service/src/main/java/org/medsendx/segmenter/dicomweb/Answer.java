package org.medsendx.segmenter.dicomweb;

import java.io.IOException;
import java.io.OutputStream;

/**
 * What is answered.
 *
 * @param contentType value of the Content-Type header
 * @param body writes it
 */
public record Answer(String contentType, Body body) {

    /** Writes the body of an answer. */
    @FunctionalInterface
    public interface Body {

        /** Writes all of it; the stream stays open. */
        void write(OutputStream out) throws IOException;
    }

    static Answer of(String contentType, byte[] bytes) {
        return new Answer(contentType, out -> out.write(bytes));
    }
}

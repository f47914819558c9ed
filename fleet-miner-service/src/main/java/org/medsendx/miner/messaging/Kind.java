package org.medsendx.miner.messaging;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;

/** What a record between the two stages is; a header says so. */
enum Kind {
    /** The days of the scanner that is the key. */
    DAYS,
    /** The scanner that is the key is known no longer. */
    FORGOTTEN,
    /** How much of the stream that is the key arrived in one partition. */
    STREAM,
    /** What was decided about the scans of the scanner that is the key; nothing when forgotten. */
    REVIEWS,
    /** What a person did. */
    ACTION;

    private static final String HEADER = "medsendx-kind";

    void on(Headers headers) {
        headers.remove(HEADER);
        headers.add(HEADER, name().getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * The kind of a record.
     *
     * @throws IllegalStateException when it says none: only this service writes there
     */
    static Kind of(Headers headers) {
        var header = headers.lastHeader(HEADER);
        if (header == null) {
            throw new IllegalStateException("a record between the stages says what it is");
        }
        return valueOf(new String(header.value(), StandardCharsets.US_ASCII));
    }
}

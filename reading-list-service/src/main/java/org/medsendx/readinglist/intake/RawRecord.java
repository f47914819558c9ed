package org.medsendx.readinglist.intake;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record as the broker has it.
 *
 * @param writtenAt the record's timestamp
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record RawRecord(
        String topic,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Map<String, String> headers,
        Instant writtenAt) {}

package org.medsendx.contracts;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One event as it is kept in an outbox and sent to Kafka: a CloudEvent 1.0 with a JSON payload.
 *
 * <p>There is no CloudEvents {@code time}: the real time of an event that names a study would undo
 * the date shift of that study. Payloads that may carry a time carry it as a field of their own.
 *
 * @param id deterministic, see {@link #idOf}; a repeat has the same id, a corrected rerun has not
 * @param source a URI reference to the writer, such as {@code /trucks/T1/edge-ingest}
 * @param sequence position in this writer's stream for the payload's topic, from 1 without gaps;
 *     assigned once by the outbox and kept on replay
 * @param epoch names the life of the outbox that assigned the sequence; a new outbox starts a new
 *     epoch at 1
 * @param traceparent W3C trace context of the work that caused the event, or null; dropped on a
 *     topic that is not {@link Topic#traced}
 * @param data what happened
 */
public record Event<T extends Payload>(
        String id,
        String source,
        long sequence,
        String epoch,
        @Nullable String traceparent,
        T data) {

    private static final Pattern TRACEPARENT =
            Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    public Event {
        if (id.isBlank() || source.isBlank() || epoch.isBlank()) {
            throw new IllegalArgumentException("an event needs an id, a source and an epoch");
        }
        if (sequence < 1) {
            throw new IllegalArgumentException("sequence starts at 1");
        }
        Objects.requireNonNull(data, "data");
        if (!data.topic().traced()) {
            traceparent = null;
        }
        if (traceparent != null && !TRACEPARENT.matcher(traceparent).matches()) {
            throw new IllegalArgumentException("traceparent is not a W3C trace context");
        }
    }

    /**
     * The id of an event: 32 hex digits of SHA-256 over subject, stage and the digest of the
     * stage's output.
     *
     * @param subject what the event is about
     * @param stage the topic name
     * @param outputDigest SHA-256 in hex of what the stage produced
     */
    public static String idOf(String subject, String stage, String outputDigest) {
        var digest = Sha256.digest();
        digest.update(
                (subject + '\n' + stage + '\n' + outputDigest).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest(), 0, 16);
    }
}

package org.medsendx.ingest.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.medsendx.contracts.EventCodec;

/**
 * Who looked at identified data, one JSON line a time, forced to disk before anything is shown.
 * Thread safe.
 */
public final class AuditLog implements AutoCloseable {

    private final FileChannel channel;

    private AuditLog(FileChannel channel) {
        this.channel = channel;
    }

    /** Opens or creates the log. */
    public static AuditLog open(Path file) throws IOException {
        return new AuditLog(
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND));
    }

    /**
     * One look.
     *
     * @param at when
     * @param who remote address
     * @param what method and path; no query, no body
     */
    public record Line(Instant at, String who, String what) {}

    /** Appends a line; when this returns it is on disk. */
    public synchronized void append(Line line) throws IOException {
        byte[] json;
        try {
            json = EventCodec.JSON.writeValueAsBytes(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a line is plain data", e);
        }
        var text = new String(json, StandardCharsets.UTF_8) + "\n";
        var buffer = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

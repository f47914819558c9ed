package org.medsendx.audit;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Sha256;

/** Reads an audit log and says whether every line that was ever written is there as it was. */
public final class AuditChain {

    static final String NOTHING = "0".repeat(64);
    private static final int LONGEST_LINE = 1 << 16;

    private final Path folder;
    private final Map<Long, String> expected = new HashMap<>();
    private long lines;
    private long bytes;
    private long breaks;
    private String hash = NOTHING;
    private @Nullable String problem;

    private AuditChain(Path folder) {
        this.folder = folder;
    }

    /**
     * How a log stands.
     *
     * @param lines how many whole lines there are
     * @param hash SHA-256 of the last one with its line end; 64 zeros when there is none
     * @param bytes where the last whole line ends
     * @param breaks how many lines say that the chain was found broken at a start
     * @param problem what is wrong now, null when nothing is
     */
    public record State(
            long lines, String hash, long bytes, long breaks, @Nullable String problem) {}

    /**
     * Reads the log of a folder from its first line, and what it took over. May be called while
     * somebody writes.
     */
    public static State read(Path folder) throws IOException {
        return new AuditChain(folder).read();
    }

    private State read() throws IOException {
        long known = head();
        try (InputStream in =
                new BufferedInputStream(
                        Files.newInputStream(folder.resolve(AuditLog.NAME)), 1 << 16)) {
            for (byte[] line = line(in); line != null; line = line(in)) {
                lines++;
                bytes += line.length;
                take(line);
            }
        } catch (NoSuchFileException e) {
            // Not begun yet, or removed; the head tells which.
        }
        if (problem == null && lines < known) {
            problem = "it has " + lines + " lines and once had " + known;
        }
        return new State(lines, hash, bytes, breaks, problem);
    }

    private void take(byte[] line) throws IOException {
        String found = null;
        try {
            JsonNode json = EventCodec.JSON.readTree(line);
            String kind = json.at("/EventIdentification/Kind").asText();
            if (kind.equals(AuditEvent.Kind.CHAIN_BROKEN.name())) {
                breaks++;
            }
            if (json.path("seq").asLong() != lines) {
                found = "line " + lines + " has another number";
            } else if (!json.path("prev").asText().equals(hash)) {
                found = "line " + lines + " does not follow the line before it";
            } else if (lines == 1 && kind.equals(AuditEvent.Kind.TAKEN_OVER.name())) {
                found = takenOver(json);
            }
        } catch (JacksonException e) {
            found = "line " + lines + " cannot be read";
        }
        hash = Sha256.of(line);
        if (found == null && expected.containsKey(lines) && !hash.equals(expected.get(lines))) {
            found = "line " + lines + " is not the one that was written";
        }
        if (problem == null) {
            problem = found;
        }
    }

    /** What is wrong with the log of before the chain. */
    private @Nullable String takenOver(JsonNode json) throws IOException {
        Path before = folder.resolve(AuditLog.BEFORE);
        if (!Files.exists(before)) {
            return AuditLog.BEFORE + ", which line 1 took over, is gone";
        }
        String digest = Sha256.of(before);
        for (JsonNode object : json.path("ParticipantObjectIdentification")) {
            if (object.path("ParticipantObjectID").asText().equals(digest)) {
                return null;
            }
        }
        return AuditLog.BEFORE + " is not what line 1 took over";
    }

    private long head() throws IOException {
        try {
            String[] words =
                    Files.readString(folder.resolve(AuditLog.HEAD), StandardCharsets.US_ASCII)
                            .strip()
                            .split(" ", -1);
            if (words.length == 2) {
                long known = Long.parseLong(words[0]);
                expected.put(known, words[1]);
                return known;
            }
        } catch (NoSuchFileException | NumberFormatException e) {
            // A log that was not begun, or a head that a power cut tore: the chain is all there is.
        }
        return 0;
    }

    /** A whole line with its end; null at the end, also when the last line has none. */
    static byte @Nullable [] line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream(512);
        for (int b = in.read(); b >= 0; b = in.read()) {
            line.write(b);
            if (b == '\n') {
                return line.toByteArray();
            }
            if (line.size() > LONGEST_LINE) {
                return line.toByteArray();
            }
        }
        return null;
    }
}

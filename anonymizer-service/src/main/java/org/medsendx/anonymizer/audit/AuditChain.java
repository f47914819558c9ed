package org.medsendx.anonymizer.audit;

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

    private AuditChain() {}

    /**
     * How a log stands.
     *
     * @param lines how many whole lines there are
     * @param hash SHA-256 of the last one with its line end; 64 zeros when there is none
     * @param bytes where the last whole line ends
     * @param problem what is wrong, null when nothing is
     */
    public record State(long lines, String hash, long bytes, @Nullable String problem) {}

    /**
     * Reads a log from its first line.
     *
     * @param head the file that says how long the log has been, see {@link AuditLog}
     */
    public static State read(Path log, Path head) throws IOException {
        Map<Long, String> expected = new HashMap<>();
        long known = head(head, expected);
        long lines = 0;
        long bytes = 0;
        String hash = NOTHING;
        String problem = null;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(log), 1 << 16)) {
            byte[] line = line(in);
            while (line != null) {
                lines++;
                bytes += line.length;
                if (problem == null) {
                    problem = problem(line, lines, hash);
                }
                hash = Sha256.of(line);
                if (problem == null
                        && expected.containsKey(lines)
                        && !hash.equals(expected.get(lines))) {
                    problem = "line " + lines + " is not the one that was written";
                }
                line = line(in);
            }
        } catch (NoSuchFileException e) {
            // Not begun yet, or removed; the head tells which.
        }
        if (problem == null && lines < known) {
            problem = "it has " + lines + " lines and once had " + known;
        }
        return new State(lines, hash, bytes, problem);
    }

    private static @Nullable String problem(byte[] line, long number, String previous) {
        try {
            JsonNode json = EventCodec.JSON.readTree(line);
            if (json.path("seq").asLong() != number) {
                return "line " + number + " has another number";
            }
            return json.path("prev").asText().equals(previous)
                    ? null
                    : "line " + number + " does not follow the line before it";
        } catch (IOException e) {
            return "line " + number + " cannot be read";
        }
    }

    private static long head(Path head, Map<Long, String> expected) throws IOException {
        try {
            String[] words =
                    Files.readString(head, StandardCharsets.US_ASCII).strip().split(" ", -1);
            if (words.length == 2) {
                long lines = Long.parseLong(words[0]);
                expected.put(lines, words[1]);
                return lines;
            }
        } catch (NoSuchFileException | NumberFormatException e) {
            // A log that was not begun, or a head that a power cut tore: the chain is all there is.
        }
        return 0;
    }

    /** A whole line with its end; null at the end, also when the last line has none. */
    private static byte @Nullable [] line(InputStream in) throws IOException {
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

package org.medsendx.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files of age's keys: one a line, lines that begin with # are remarks. */
final class KeyFiles {

    private KeyFiles() {}

    /** A public key, or those of a file, at least one. */
    static List<byte[]> recipients(String keyOrFile) throws IOException {
        if (keyOrFile.startsWith("age1")) {
            return List.of(AgeKey.recipient(keyOrFile));
        }
        Path file = Path.of(keyOrFile);
        var found = new ArrayList<byte[]>();
        for (String line : lines(file)) {
            if (line.startsWith("AGE-SECRET-KEY-")) {
                throw new IOException(
                        file + " has a secret key: only its public one (age1…) belongs on a truck");
            }
            found.add(AgeKey.recipient(line));
        }
        if (found.isEmpty()) {
            throw new IOException(file + " has no key that begins with age1");
        }
        return found;
    }

    /** The secret key of a file. */
    static byte[] identity(Path file) throws IOException {
        List<String> lines = lines(file);
        if (lines.size() != 1) {
            throw new IOException(file + " has not one secret key (AGE-SECRET-KEY-1…)");
        }
        return AgeKey.identity(lines.getFirst());
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }
}

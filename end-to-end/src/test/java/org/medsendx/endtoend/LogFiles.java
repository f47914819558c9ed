package org.medsendx.endtoend;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The files of a broker that is down. */
final class LogFiles {

    private static final int LENGTH_AT = 8;
    private static final int HEAD = 12;

    private LogFiles() {}

    /** Cuts off the last batches of every topic's newest segment; Kafka's own topics stay whole. */
    static void cutAll(Path data, int batches) throws IOException {
        try (var folders = Files.list(data)) {
            for (var folder : folders.filter(LogFiles::isTopic).toList()) {
                cut(newest(folder), batches);
            }
        }
    }

    private static boolean isTopic(Path folder) {
        return Files.isDirectory(folder)
                && folder.getFileName().toString().matches("[a-z].*\\.v[0-9]+-[0-9]+");
    }

    private static Path newest(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".log"))
                    .sorted()
                    .reduce((first, second) -> second)
                    .orElseThrow();
        }
    }

    // A batch is its first offset (8 bytes), its length (4 bytes), and so many bytes more.
    private static void cut(Path segment, int batches) throws IOException {
        var bytes = ByteBuffer.wrap(Files.readAllBytes(segment));
        List<Integer> starts = new ArrayList<>();
        int at = 0;
        while (at + HEAD <= bytes.limit() && bytes.getInt(at + LENGTH_AT) > 0) {
            starts.add(at);
            at += HEAD + bytes.getInt(at + LENGTH_AT);
        }
        if (starts.isEmpty()) {
            return;
        }
        try (var file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            file.truncate(starts.get(Math.max(0, starts.size() - batches)));
        }
    }
}

package org.medsendx.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalKilledTest {

    private static final int ACKNOWLEDGED = 300;

    @TempDir Path folder;

    @Test
    void has_every_acknowledged_record_after_its_process_was_killed() throws Exception {
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Writer.class.getName(),
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        var acknowledged = new ArrayList<String>();
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null && acknowledged.size() < ACKNOWLEDGED) {
                acknowledged.add(line);
                line = lines.readLine();
            }
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }

        try (var journal = Journal.open(folder, Writer.SEGMENT_BYTES)) {
            var kept = new HashSet<String>();
            journal.replay(
                    0, (record, index) -> kept.add(new String(record, StandardCharsets.UTF_8)));
            assertThat(acknowledged).hasSize(ACKNOWLEDGED);
            assertThat(kept).containsAll(acknowledged).hasSize((int) journal.size());
        }
    }

    /** Appends from four threads until it is killed, and prints each record when it is on disk. */
    static final class Writer {

        static final long SEGMENT_BYTES = 4_000;

        public static void main(String[] args) throws IOException, InterruptedException {
            var journal = Journal.open(Path.of(args[0]), SEGMENT_BYTES);
            var threads = new ArrayList<Thread>();
            for (String name : List.of("a", "b", "c", "d")) {
                threads.add(Thread.ofPlatform().start(() -> append(journal, name)));
            }
            for (var thread : threads) {
                thread.join();
            }
        }

        private static void append(Journal journal, String name) {
            try {
                for (int i = 0; ; i++) {
                    String record = name + i;
                    journal.append(record.getBytes(StandardCharsets.UTF_8));
                    System.out.println(record);
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}

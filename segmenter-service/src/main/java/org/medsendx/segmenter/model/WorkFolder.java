package org.medsendx.segmenter.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * The folder that the process of a network has below the temporary one. Its name says whose it is,
 * so that what a program left that was killed together with that process goes with the next.
 */
final class WorkFolder {

    static final String PREFIX = "medsendx-model-";

    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{1,18})-(\\d{1,18})-.*");

    /** A machine's idea of when it started moves with its clock. */
    private static final long SAME_START_MILLIS = 10_000;

    private WorkFolder() {}

    static Path create() throws IOException {
        var temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (var folders = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (var folder : folders) {
                if (!owned(folder)) {
                    delete(folder);
                }
            }
        }
        var self = ProcessHandle.current();
        return Files.createTempDirectory(
                temporary, PREFIX + self.pid() + "-" + started(self) + "-");
    }

    /** Whether the program that made a folder still runs, or the folder is none of this kind. */
    private static boolean owned(Path folder) {
        var name = NAME.matcher(folder.getFileName().toString());
        return !name.matches()
                || ProcessHandle.of(Long.parseLong(name.group(1)))
                        .filter(owner ->
                                Math.abs(started(owner) - Long.parseLong(name.group(2)))
                                        < SAME_START_MILLIS)
                        .isPresent();
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // Of another user, or still being written to: it goes with the next start.
        }
    }
}

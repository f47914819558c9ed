package org.medsendx.endtoend.pods;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a container uses, from its cgroup of either kind.
 *
 * @param memory bytes, without what the kernel would drop first: the "working set" by which a
 *     kubelet judges
 * @param processor nanoseconds since it started
 */
record Usage(long memory, long processor) {

    private static final Path ROOT = Path.of("/sys/fs/cgroup");

    static Usage of(Path cgroup) throws IOException {
        var relative = Path.of("/").relativize(cgroup);
        var memory = ROOT.resolve("memory").resolve(relative);
        if (Files.exists(memory.resolve("memory.usage_in_bytes"))) {
            return new Usage(
                    number(memory.resolve("memory.usage_in_bytes"))
                            - field(memory.resolve("memory.stat"), "total_inactive_file"),
                    number(ROOT.resolve("cpuacct").resolve(relative).resolve("cpuacct.usage")));
        }
        var unified = ROOT.resolve(relative);
        return new Usage(
                number(unified.resolve("memory.current"))
                        - field(unified.resolve("memory.stat"), "inactive_file"),
                1_000 * field(unified.resolve("cpu.stat"), "usage_usec"));
    }

    private static long number(Path file) throws IOException {
        return Long.parseLong(Files.readString(file).strip());
    }

    private static long field(Path file, String name) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1).strip()))
                .findFirst()
                .orElseThrow(() -> new IOException(file + " has no " + name));
    }
}

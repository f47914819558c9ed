package org.medsendx.ingest.service;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Threads of a running process under the eyes of strace, which can end the process at a call. */
final class TracedThread {

    private static final String CALLS =
            "write,writev,pwrite64,fsync,fdatasync,rename,unlink,ftruncate,sendto,sendmsg";

    private static final Pattern LINE =
            Pattern.compile("^(?:\\d+ +)?(\\w+)\\((.*?)\\)? +(?:= .*|<unfinished.*)$");
    private static final Pattern DESCRIPTOR = Pattern.compile("^\\d+<(.*?)>(?:,|\\)|$)");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");
    private static final Pattern ID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    /**
     * A call that says or forces something.
     *
     * @param name of the system call
     * @param number of the calls of that name in this thread, from 1
     * @param about what it is about, without names of ids
     */
    record Point(String thread, String name, int number, String about) {

        String words() {
            return name + " " + about;
        }
    }

    private TracedThread() {}

    /** The ids of the threads whose name begins so. */
    static List<Long> ids(long pid, String name) throws IOException {
        var found = new ArrayList<Long>();
        try (var tasks = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (var task : tasks) {
                if (Files.readString(task.resolve("comm")).startsWith(name)) {
                    found.add(Long.parseLong(task.getFileName().toString()));
                }
            }
        }
        return found;
    }

    /** Watches a thread, or ends the process at a call of it. */
    static Process attach(Path out, long thread, List<String> injection)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("strace", "-yy", "-s", "4", "-e", "trace=" + CALLS));
        command.addAll(injection);
        command.addAll(List.of("-o", out.toString(), "-p", Long.toString(thread)));
        Path told = Files.createTempFile(out.getParent(), "told", "");
        var strace =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(told.toFile())
                        .start();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Files.readString(told).contains("attached") || !strace.isAlive());
        return strace;
    }

    /** That ends the process when a point is reached, before its call is made. */
    static List<String> killAt(Point point) {
        return List.of("-e", "inject=" + point.name() + ":signal=KILL:when=" + point.number());
    }

    static void end(Process strace) throws InterruptedException {
        strace.destroy();
        if (!strace.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("strace does not end");
        }
    }

    /**
     * The first call of each kind that is about the volume or a socket.
     *
     * @param root of the volume
     */
    static List<Point> points(Path recorded, String thread, Path root) throws IOException {
        var points = new ArrayList<Point>();
        for (var one : all(recorded, thread, root)) {
            if (points.stream()
                    .noneMatch(known ->
                            known.name().equals(one.name()) && known.about().equals(one.about()))) {
                points.add(one);
            }
        }
        return points;
    }

    /** Each call that is about the volume or a socket. */
    static List<Point> all(Path recorded, String thread, Path root) throws IOException {
        var numbers = new HashMap<String, Integer>();
        var points = new ArrayList<Point>();
        for (String line : Files.readAllLines(recorded, StandardCharsets.ISO_8859_1)) {
            var call = LINE.matcher(line);
            if (!call.matches()) {
                continue;
            }
            String name = call.group(1);
            int number = numbers.merge(name, 1, Integer::sum);
            String about = about(call.group(2), root);
            if (!about.isEmpty()) {
                points.add(new Point(thread, name, number, about));
            }
        }
        return points;
    }

    private static String about(String arguments, Path root) {
        var descriptor = DESCRIPTOR.matcher(arguments);
        String path = "";
        if (descriptor.find()) {
            path = descriptor.group(1);
        } else {
            var quoted = QUOTED.matcher(arguments);
            while (quoted.find()) {
                path = quoted.group(1);
            }
        }
        if (path.startsWith("TCP")) {
            return "socket";
        }
        if (!path.startsWith(root.toString())) {
            return "";
        }
        return ID.matcher(root.relativize(Path.of(path)).toString())
                .replaceAll("ID")
                .replaceAll("objects/[0-9a-f]{2}", "objects/xx")
                .replaceAll("[0-9]{3,}", "N");
    }
}

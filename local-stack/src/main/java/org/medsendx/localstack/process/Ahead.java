package org.medsendx.localstack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the JVM of a program notes in one run, so that it starts and warms up faster in the next: a
 * cache of its classes and of what is called often (JEP 483, 514, 515), one a program and JDK, in
 * {@code target/ahead}. Nothing depends on one: what does not fit the JVM leaves alone, in silence.
 *
 * <p>In a run that {@linkplain #noting notes}, a program without a cache that is as new as its jars
 * writes what it saw when it ends in good order, and {@link #assemble} makes caches of that. Thread
 * safe.
 */
public final class Ahead {

    /** {@code off}: no cache is made or used. */
    public static final String VARIABLE = "MEDSENDX_AHEAD";

    private static final Pattern LEFT = Pattern.compile(".*\\.([0-9]{1,18})\\.notes(\\.aot)?");

    private static final List<String> SILENT = List.of("-Xlog:aot*=off", "-Xlog:cds*=off");

    /** What a JVM is started with, without what only its run is about. */
    private record Program(List<String> options, List<String> classPath, Path notes, Path cache) {

        Program {
            options = List.copyOf(options);
            classPath = List.copyOf(classPath);
        }
    }

    private final @Nullable Path folder;
    private final boolean notes;
    private final Map<String, Program> noting = new LinkedHashMap<>();

    private Ahead(@Nullable Path folder, boolean notes) {
        this.folder = folder;
        this.notes = notes;
    }

    /**
     * Uses the caches of a tree and makes none.
     *
     * @param home the checked-out tree
     */
    public static Ahead of(Path home) {
        return of(home, false, System.getenv(VARIABLE));
    }

    /** Uses the caches of a tree and has programs without one note what they do. */
    public static Ahead noting(Path home) {
        return of(home, true, System.getenv(VARIABLE));
    }

    /**
     * @param wanted what {@value #VARIABLE} says, or null
     */
    static Ahead of(Path home, boolean notes, @Nullable String wanted) {
        return new Ahead("off".equals(wanted) ? null : home.resolve("target/ahead"), notes);
    }

    /**
     * What the JVM of a program is told besides.
     *
     * @param name names the program, the same in each run
     * @param options the JVM's other options, without system properties that only this run has
     * @param classPath {@code -jar} or {@code -cp} and its argument, jars alone
     * @param jars what a cache must not be older than
     */
    public synchronized List<String> options(
            String name, List<String> options, List<String> classPath, List<Path> jars)
            throws IOException {
        if (folder == null) {
            return List.of();
        }
        String jdk = System.getProperty("java.runtime.version");
        var cache = folder.resolve(name + "-" + jdk + ".aot");
        // A JVM compares sizes of jars, and their times not always (seen with 25.0.3).
        if (!older(cache, jars)) {
            return Files.size(cache) > 0 ? with("-XX:AOTCache=" + cache) : List.of();
        }
        if (!notes) {
            return List.of();
        }
        Files.createDirectories(folder);
        if (noting.isEmpty()) {
            deleteLeftovers(folder);
        }
        var file = folder.resolve(name + "." + ProcessHandle.current().pid() + ".notes");
        noting.put(name, new Program(options, classPath, file, cache));
        return with("-XX:AOTMode=record", "-XX:AOTConfiguration=" + file);
    }

    /** What runs noted that were killed before they could use it. */
    private static void deleteLeftovers(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                var name = LEFT.matcher(file.getFileName().toString());
                if (name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static List<String> with(String... options) {
        var all = new ArrayList<>(List.of(options));
        all.addAll(SILENT);
        return all;
    }

    private static boolean older(Path cache, List<Path> jars) throws IOException {
        if (!Files.exists(cache)) {
            return true;
        }
        FileTime made = Files.getLastModifiedTime(cache);
        for (var jar : jars) {
            if (Files.getLastModifiedTime(jar).compareTo(made) > 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether anything was noted of which caches can be made. */
    public synchronized boolean noted() {
        return noting.values().stream().anyMatch(Ahead::wrote);
    }

    // One that was killed leaves an empty file.
    private static boolean wrote(Program program) {
        return program.notes().toFile().length() > 0;
    }

    /**
     * Makes caches of what was noted, when the programs have ended; some seconds of a core each.
     *
     * @param started is told of each process, so that it can be ended
     * @param say takes a line about it
     */
    public synchronized void assemble(Consumer<ChildProcess> started, Consumer<String> say)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        say.accept("preparing the next start, once a build (Ctrl-C leaves it) ...");
        try {
            for (var each : noting.entrySet()) {
                if (wrote(each.getValue()) && !assemble(each.getKey(), each.getValue(), started)) {
                    return;
                }
            }
        } finally {
            forget();
        }
        say.accept(
                String.format(
                        Locale.ROOT,
                        "  done in %.1f s; MEDSENDX_AHEAD=off does without",
                        (System.nanoTime() - begun) / 1e9));
    }

    /** Deletes what was noted. */
    public synchronized void forget() throws IOException {
        for (var program : noting.values()) {
            Files.deleteIfExists(program.notes());
            Files.deleteIfExists(made(program));
        }
        noting.clear();
    }

    private static Path made(Program program) {
        return program.notes().resolveSibling(program.notes().getFileName() + ".aot");
    }

    // Whether to go on: a process that was killed means that somebody does not want to wait.
    private static boolean assemble(String name, Program program, Consumer<ChildProcess> started)
            throws IOException, InterruptedException {
        var made = made(program);
        var command = new ArrayList<String>();
        command.add(ServiceProgram.java());
        for (var option : program.options()) {
            // A cache that a JVM with the serial collector writes has no heap and is refused later.
            if (!option.equals("-XX:+UseSerialGC") && !option.startsWith("-Xmx")) {
                command.add(option);
            }
        }
        command.addAll(List.of("-Xmx512m", "-XX:+UseG1GC", "-XX:AOTMode=create"));
        command.add("-XX:AOTConfiguration=" + program.notes());
        command.addAll(with("-XX:AOTCache=" + made));
        command.addAll(program.classPath());
        var log = program.notes().resolveSibling(name + ".log");
        Files.deleteIfExists(log);
        int status;
        try (var process = ChildProcess.start(name + "-ahead", command, Map.of(), log)) {
            started.accept(process);
            status = process.awaitEnd();
        }
        if (status == 0 && Files.exists(made)) {
            Files.move(made, program.cache(), StandardCopyOption.ATOMIC_MOVE);
        } else if (status < 128) {
            // Tried, and nothing came of it; tried again when the jars are others.
            Files.write(program.cache(), new byte[0]);
        }
        return status < 128;
    }
}

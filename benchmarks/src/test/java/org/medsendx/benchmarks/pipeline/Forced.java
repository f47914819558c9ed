package org.medsendx.benchmarks.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.medsendx.localstack.process.ChildProcess;

/** Counts how often processes force something to disk, by strace, which slows them down. */
final class Forced implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private record Watched(String name, Process strace, Path table) {}

    private final List<Watched> watched = new ArrayList<>();

    /** Attaches to all of them; returns when it is attached. */
    static Forced watch(List<ChildProcess> processes, Path scratch)
            throws IOException, InterruptedException {
        var forced = new Forced();
        try {
            for (var process : processes) {
                forced.attach(process, scratch);
            }
            return forced;
        } catch (IOException | InterruptedException e) {
            forced.close();
            throw e;
        }
    }

    private void attach(ChildProcess process, Path scratch)
            throws IOException, InterruptedException {
        Path table = scratch.resolve(process.name() + ".strace");
        Path said = scratch.resolve(process.name() + ".said");
        var strace =
                new ProcessBuilder(
                                "strace",
                                "-f",
                                "-c",
                                "-e",
                                "trace=fsync,fdatasync,msync,sync_file_range",
                                "-o",
                                table.toString(),
                                "-p",
                                Long.toString(process.pid()))
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        watched.add(new Watched(process.name(), strace, table));
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.readString(said).contains("attached")) {
            if (!strace.isAlive() || System.nanoTime() > end) {
                throw new IOException("strace does not attach to " + process.name());
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Detaches. @return how often each forced something */
    Map<String, Long> calls() throws IOException, InterruptedException {
        close();
        var calls = new LinkedHashMap<String, Long>();
        for (var one : watched) {
            long sum = 0;
            for (String line : Files.readAllLines(one.table())) {
                // % time, seconds, usecs/call, calls, (errors,) syscall
                String[] columns = line.strip().split(" +");
                if (columns.length >= 5 && columns[columns.length - 1].contains("sync")) {
                    sum += Long.parseLong(columns[3]);
                }
            }
            calls.put(one.name(), sum);
        }
        return calls;
    }

    @Override
    public void close() throws InterruptedException {
        for (var one : watched) {
            one.strace().destroy();
            one.strace().waitFor();
        }
    }
}

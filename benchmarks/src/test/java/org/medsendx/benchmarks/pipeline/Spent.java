package org.medsendx.benchmarks.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What processes have spent so far, as the kernel counts it (proc(5)).
 *
 * @param ticks of the processor by process, a hundredth of a second each
 * @param written bytes sent to the disk by process
 * @param busy ticks of all processors that were not idle, whoever used them
 */
record Spent(Map<String, Long> ticks, Map<String, Long> written, long busy) {

    /** USER_HZ, which is 100 on every Linux that this runs on. */
    static final double TICKS_PER_SECOND = 100;

    /** Of processes by their names. */
    static Spent of(Map<String, Long> pids) throws IOException {
        var ticks = new LinkedHashMap<String, Long>();
        var written = new LinkedHashMap<String, Long>();
        for (var one : pids.entrySet()) {
            var proc = Path.of("/proc", Long.toString(one.getValue()));
            String stat = Files.readString(proc.resolve("stat"));
            // The name in brackets may hold anything; utime and stime are fields 14 and 15.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            ticks.put(one.getKey(), Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
            for (String line : Files.readAllLines(proc.resolve("io"))) {
                if (line.startsWith("write_bytes: ")) {
                    written.put(one.getKey(), Long.parseLong(line.substring(13).strip()));
                }
            }
        }
        return new Spent(ticks, written, busyNow());
    }

    private static long busyNow() throws IOException {
        String[] fields = Files.readAllLines(Path.of("/proc/stat")).getFirst().split(" +");
        // user, nice, system, (idle, iowait), irq, softirq
        long busy = 0;
        for (int at : new int[] {1, 2, 3, 6, 7}) {
            busy += Long.parseLong(fields[at]);
        }
        return busy;
    }

    /** What was spent since an earlier look. */
    Spent since(Spent earlier) {
        return new Spent(
                less(ticks, earlier.ticks), less(written, earlier.written), busy - earlier.busy);
    }

    private static Map<String, Long> less(Map<String, Long> now, Map<String, Long> earlier) {
        var less = new LinkedHashMap<String, Long>();
        now.forEach((name, value) -> less.put(name, value - earlier.getOrDefault(name, 0L)));
        return less;
    }

    /** Ticks that none of these processes used. */
    long others() {
        return busy - ticks.values().stream().mapToLong(Long::longValue).sum();
    }
}

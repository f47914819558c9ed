package org.medsendx.ingest.send;

import java.time.Duration;
import java.util.Locale;

/** How far a sending is, in a line. Not thread safe. */
final class Progress {

    private final int files;
    private final long bytes;
    private final long begun;
    private int filesDone;
    private long bytesDone;
    private long bytesSent;

    /**
     * @param now System.nanoTime()
     */
    Progress(int files, long bytes, long now) {
        this.files = files;
        this.bytes = bytes;
        this.begun = now;
    }

    /**
     * One was tried.
     *
     * @param sent whether the node has it
     */
    void tried(long size, boolean sent) {
        filesDone++;
        bytesDone += size;
        if (sent) {
            bytesSent += size;
        }
    }

    /** How many were tried. */
    int filesTried() {
        return filesDone;
    }

    /** Bytes that the node has, per second, in units of 1,000,000. */
    private double rate(double seconds) {
        return seconds > 0 ? bytesSent / 1e6 / seconds : 0;
    }

    /** Such as {@code 120 of 1000 files, 63.1 of 525.9 MB, 10.5 MB/s, 0:44 left}. */
    String line(long now) {
        double seconds = (now - begun) / 1e9;
        var line =
                new StringBuilder(
                        String.format(
                                Locale.ROOT,
                                "%d of %d files, %.1f of %.1f MB, %.1f MB/s",
                                filesDone,
                                files,
                                bytesDone / 1e6,
                                bytes / 1e6,
                                rate(seconds)));
        if (bytesDone > 0 && bytesDone < bytes) {
            double left = seconds / bytesDone * (bytes - bytesDone);
            line.append(", ")
                    .append(clock(Duration.ofMillis((long) (left * 1000))))
                    .append(" left");
        }
        return line.toString();
    }

    /** Such as {@code 525.9 MB in 0:50, 10.5 MB/s}: what the node has. */
    String sum(long now) {
        double seconds = (now - begun) / 1e9;
        return String.format(
                Locale.ROOT,
                "%.1f MB in %s, %.1f MB/s",
                bytesSent / 1e6,
                clock(Duration.ofNanos(now - begun)),
                rate(seconds));
    }

    private static String clock(Duration time) {
        long seconds = time.toSeconds();
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(
                        Locale.ROOT,
                        "%d:%02d:%02d",
                        seconds / 3600,
                        seconds / 60 % 60,
                        seconds % 60);
    }
}

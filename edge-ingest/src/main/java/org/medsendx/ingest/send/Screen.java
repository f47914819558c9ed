package org.medsendx.ingest.send;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.medsendx.ingest.inspect.Printable;

/**
 * What a person sees while files are sent: on a terminal a line that is written over, elsewhere a
 * line every ten seconds. Not thread safe.
 */
final class Screen {

    private static final Duration OFTEN = Duration.ofMillis(250);
    private static final Duration SELDOM = Duration.ofSeconds(10);
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean terminal;
    private final LongSupplier nanoTime;
    private long shown;
    private boolean dirty;

    /**
     * @param terminal whether a line can be written over
     * @param nanoTime System::nanoTime
     */
    Screen(PrintWriter err, boolean terminal, LongSupplier nanoTime) {
        this.err = err;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
        this.shown = nanoTime.getAsLong();
    }

    long now() {
        return nanoTime.getAsLong();
    }

    /** Whether a line is due. */
    boolean due() {
        return now() - shown >= (terminal ? OFTEN : SELDOM).toNanos();
    }

    void show(String line) {
        shown = now();
        if (terminal) {
            err.print(CLEAR_LINE + line);
            dirty = true;
        } else {
            err.println(line);
        }
        err.flush();
    }

    /** A line that stays, about a file. */
    void say(Path file, String what) {
        say(Printable.of(file.toString()) + ": " + what);
    }

    /** A line that stays. */
    void say(String what) {
        clear();
        err.println("medsendx send: " + what);
        err.flush();
    }

    void clear() {
        if (dirty) {
            err.print(CLEAR_LINE);
            err.flush();
            dirty = false;
        }
    }
}

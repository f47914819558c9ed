package org.medsendx.deidentification.cli;

import java.io.PrintWriter;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/**
 * What a person sees while a folder is worked through: on a terminal a bar with rate and time left,
 * elsewhere a line with both every ten seconds; at the end how long it took. Thread safe.
 */
interface RunProgress extends AutoCloseable {

    /** One input is done. */
    void step();

    /** Nothing more comes. */
    @Override
    void close();

    /** As it suits where {@code err} leads. */
    static RunProgress open(int inputs, PrintWriter err) {
        var console = System.console();
        return console != null && console.isTerminal()
                ? new Bar(inputs, err)
                : new Lines(inputs, err, System::nanoTime);
    }

    /** How many were done since when. Not thread safe. */
    final class Count {

        private final int inputs;
        private final long begun;
        private int done;

        /**
         * @param now System.nanoTime()
         */
        Count(int inputs, long now) {
            this.inputs = inputs;
            this.begun = now;
        }

        void step() {
            done++;
        }

        private double seconds(long now) {
            return Math.max(1, now - begun) / 1e9;
        }

        /** Such as {@code 340 of 1000 files, 310 files/s, 0:03 left}. */
        String line(long now) {
            double rate = done / seconds(now);
            var line =
                    new StringBuilder(
                            String.format(
                                    Locale.ROOT,
                                    "%d of %d files, %.0f files/s",
                                    done,
                                    inputs,
                                    rate));
            if (done > 0 && done < inputs) {
                line.append(", ").append(clock((inputs - done) / rate)).append(" left");
            }
            return line.toString();
        }

        /** Such as {@code 1000 files in 3.2 s, 313 files/s}. */
        String sum(long now) {
            return String.format(
                    Locale.ROOT,
                    "%d files in %.1f s, %.0f files/s",
                    done,
                    seconds(now),
                    done / seconds(now));
        }

        private static String clock(double seconds) {
            var left = Duration.ofSeconds((long) Math.ceil(seconds));
            return left.toHours() == 0
                    ? String.format(Locale.ROOT, "%d:%02d", left.toMinutes(), left.toSecondsPart())
                    : String.format(
                            Locale.ROOT,
                            "%d:%02d:%02d",
                            left.toHours(),
                            left.toMinutesPart(),
                            left.toSecondsPart());
        }
    }

    /** A bar. */
    final class Bar implements RunProgress {

        private final PrintWriter err;
        private final Count count;
        private final ProgressBar bar;

        Bar(int inputs, PrintWriter err) {
            this.err = err;
            count = new Count(inputs, System.nanoTime());
            bar =
                    new ProgressBarBuilder()
                            .setTaskName("de-identified")
                            .setInitialMax(inputs)
                            .setUpdateIntervalMillis(500)
                            .setUnit(" files", 1)
                            .showSpeed(
                                    new DecimalFormat(
                                            "0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
                            .build();
        }

        @Override
        public synchronized void step() {
            count.step();
            bar.step();
        }

        @Override
        public synchronized void close() {
            bar.close();
            err.println(count.sum(System.nanoTime()));
        }
    }

    /** A line every ten seconds. */
    final class Lines implements RunProgress {

        private static final Duration SELDOM = Duration.ofSeconds(10);

        private final PrintWriter err;
        private final LongSupplier nanoTime;
        private final Count count;
        private long shown;

        /**
         * @param nanoTime System::nanoTime
         */
        Lines(int inputs, PrintWriter err, LongSupplier nanoTime) {
            this.err = err;
            this.nanoTime = nanoTime;
            shown = nanoTime.getAsLong();
            count = new Count(inputs, shown);
        }

        @Override
        public synchronized void step() {
            count.step();
            long now = nanoTime.getAsLong();
            if (now - shown >= SELDOM.toNanos()) {
                shown = now;
                say(count.line(now));
            }
        }

        @Override
        public synchronized void close() {
            say(count.sum(nanoTime.getAsLong()));
        }

        private void say(String line) {
            err.println(line);
            err.flush();
        }
    }
}

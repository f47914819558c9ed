package org.medsendx.localstack.stack;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.medsendx.localstack.process.ChildProcess;
import org.medsendx.outbox.Backoff;

/**
 * Starts again what ended by itself, and what says of itself that only a restart helps, as k3s does
 * on a truck; each time it says which part, how it ended and since when. The wait before a start
 * grows with full jitter while the part keeps ending, and begins anew after it ran for a while.
 */
final class Supervisor implements AutoCloseable {

    /** The parts that are watched. */
    interface Parts {

        List<String> names();

        ChildProcess process(String name);

        /** Whether this part is down because somebody wants it so. */
        boolean held(String name);

        /** Whether a part answers that it is alive. */
        boolean live(String name) throws InterruptedException;

        void restart(String name) throws IOException;

        /** Returns when a part that was started is of use again. */
        void awaitReady(String name) throws IOException, InterruptedException;
    }

    /**
     * @param poll how often to look for a process that ended
     * @param check how often to ask whether a part is alive
     * @param misses after so many answers in a row that it is not, it is ended and started again
     * @param startUp how long a part may take until it answers for the first time
     * @param settled after running so long, an end is the first of a row
     */
    record Patience(Duration poll, Duration check, int misses, Duration startUp, Duration settled) {

        /** As the probes of the services in deploy/. */
        static final Patience USUAL =
                new Patience(
                        Duration.ofMillis(250),
                        Duration.ofSeconds(10),
                        6,
                        Duration.ofMinutes(3),
                        Duration.ofMinutes(1));
    }

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final Parts parts;
    private final Patience patience;
    private final Backoff backoff;
    private final Consumer<String> say;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    private Supervisor(Parts parts, Patience patience, Backoff backoff, Consumer<String> say) {
        this.parts = parts;
        this.patience = patience;
        this.backoff = backoff;
        this.say = say;
    }

    /** Begins to watch all parts. */
    static Supervisor start(Parts parts, Patience patience, Backoff backoff, Consumer<String> say) {
        var supervisor = new Supervisor(parts, patience, backoff, say);
        for (var name : parts.names()) {
            supervisor.threads.add(
                    Thread.ofVirtual()
                            .name("watch-" + name)
                            .start(() -> supervisor.watch(new Watch(name))));
        }
        return supervisor;
    }

    /** What is known of one part. */
    private static final class Watch {
        final String name;
        Instant started = Instant.now();
        Instant asked = Instant.now();
        boolean answered;
        int misses;
        int ends;

        Watch(String name) {
            this.name = name;
        }

        void begin() {
            started = Instant.now();
            asked = started;
            answered = false;
            misses = 0;
        }
    }

    private void watch(Watch watch) {
        try {
            while (!closed) {
                Thread.sleep(patience.poll());
                if (parts.held(watch.name)) {
                    watch.begin();
                    watch.ends = 0;
                } else if (!parts.process(watch.name).alive()) {
                    ended(watch);
                } else {
                    ask(watch);
                }
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void ended(Watch watch) throws InterruptedException {
        var process = parts.process(watch.name);
        var end = process.ended();
        if (Duration.between(watch.started, end).compareTo(patience.settled()) >= 0) {
            watch.ends = 0;
        }
        var wait = backoff.after(++watch.ends);
        // Whoever ends all ends the parts first, or at the same time: then nothing is said.
        Thread.sleep(patience.poll());
        if (closed || parts.held(watch.name)) {
            return;
        }
        say.accept(
                "%s ended at %s: %s; started again in %.1f s (log: %s)"
                        .formatted(
                                watch.name,
                                CLOCK.format(end),
                                how(process.exitStatus()),
                                wait.toMillis() / 1000.0,
                                process.log()));
        Thread.sleep(wait);
        watch.begin();
        try {
            parts.restart(watch.name);
            parts.awaitReady(watch.name);
            say.accept(
                    "%s is up again, %d s after it ended"
                            .formatted(watch.name, ChronoUnit.SECONDS.between(end, Instant.now())));
        } catch (IOException e) {
            // Ended again, or has not answered yet: the next round sees which.
            if (!closed) {
                say.accept("%s is not up yet".formatted(watch.name));
            }
        }
    }

    private void ask(Watch watch) throws InterruptedException {
        if (Duration.between(watch.asked, Instant.now()).compareTo(patience.check()) < 0) {
            return;
        }
        if (parts.live(watch.name)) {
            watch.answered = true;
            watch.misses = 0;
        } else {
            watch.misses++;
        }
        watch.asked = Instant.now();
        boolean late =
                Duration.between(watch.started, watch.asked).compareTo(patience.startUp()) > 0;
        if (watch.answered ? watch.misses >= patience.misses() : late) {
            say.accept(
                    "%s has not been alive for %d checks in a row: it is ended"
                            .formatted(watch.name, watch.misses));
            parts.process(watch.name).kill();
        }
    }

    // A shell's way to say it: 128 and the number of the signal.
    private static String how(int status) {
        return switch (status) {
            case 3 -> "exit status 3 (out of memory)";
            case 137 -> "exit status 137 (killed)";
            case 143 -> "exit status 143 (asked to end)";
            default -> "exit status " + status;
        };
    }

    /** Watches no more; what is under way is broken off. */
    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        try {
            for (var thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

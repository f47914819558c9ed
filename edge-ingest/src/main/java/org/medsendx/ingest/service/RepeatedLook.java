package org.medsendx.ingest.service;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A background thread that looks again and again. What keeps it from its work is told once when it
 * begins and when it is something else, however long it lasts, and no fault ends the thread.
 */
final class RepeatedLook implements AutoCloseable {

    private final Look look;
    private final Duration interval;
    private final Thread thread;
    private volatile boolean closed;
    private String lastTrouble = "";

    /** What is looked at. */
    interface Look {

        /**
         * Looks once.
         *
         * @return what keeps it from its work, empty for nothing, or null when that was not seen
         */
        @Nullable String take() throws IOException;

        /** What a fault keeps it from, in the words of {@link #take}. @param kind of fault */
        String words(String kind);

        /** Hears what keeps it from its work; empty when it goes on. */
        void trouble(String trouble);
    }

    private RepeatedLook(String name, Duration interval, Look look) {
        this.look = look;
        this.interval = interval;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    static RepeatedLook start(String name, Duration interval, Look look) {
        var repeated = new RepeatedLook(name, interval, look);
        repeated.thread.start();
        return repeated;
    }

    private void run() {
        while (!closed) {
            try {
                String seen = look.take();
                if (seen != null) {
                    trouble(seen);
                }
            } catch (IOException | RuntimeException e) {
                // Only the kind: a file system's message holds a path, a path may hold a name.
                trouble(look.words(e.getClass().getSimpleName()));
            }
            try {
                Thread.sleep(interval);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void trouble(String trouble) {
        if (!trouble.equals(lastTrouble)) {
            lastTrouble = trouble;
            look.trouble(trouble);
        }
    }

    /** Whether the thread still runs; once false, only a restart helps. */
    boolean alive() {
        return thread.isAlive();
    }

    /** Stops after the file that is under way. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        // No interrupt while a file is under way: it would close the channel that is written.
        thread.join(Duration.ofMillis(200));
        thread.interrupt();
        thread.join(Duration.ofSeconds(5));
    }
}

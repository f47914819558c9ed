package org.medsendx.uplink.ability;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.medsendx.outbox.Backoff;
import org.medsendx.uplink.upload.StoreRefused;
import org.medsendx.uplink.upload.StoreUnavailable;

/**
 * Has the store asked what it can do from the start on and whenever that is due, although nothing
 * is to be uploaded: who sets a truck up hears it before the first patient.
 */
public final class StoreQuestions implements AutoCloseable {

    /** Time between two looks whether the store is to be asked. */
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Question question;
    private final Backoff backoff;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /** Asks the store when that is due. */
    @FunctionalInterface
    public interface Question {
        void ask() throws StoreRefused, StoreUnavailable, InterruptedException;
    }

    private StoreQuestions(Question question, Backoff backoff) {
        this.question = question;
        this.backoff = backoff;
        this.thread = Thread.ofPlatform().daemon().name("store-questions").unstarted(this::run);
    }

    /**
     * Starts, on a thread of its own.
     *
     * @param backoff the wait while the store is away
     */
    public static StoreQuestions start(Question question, Backoff backoff) {
        var questions = new StoreQuestions(question, backoff);
        questions.thread.start();
        return questions;
    }

    private void run() {
        int failures = 0;
        try {
            do {
                try {
                    question.ask();
                    failures = 0;
                } catch (StoreRefused | StoreUnavailable e) {
                    failures++;
                }
            } while (!closed.await(pause(failures).toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            // Closing.
        }
    }

    private Duration pause(int failures) {
        return failures == 0 ? EVERY : EVERY.plus(backoff.after(failures));
    }

    /** Whether it still looks. */
    public boolean alive() {
        return thread.isAlive();
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

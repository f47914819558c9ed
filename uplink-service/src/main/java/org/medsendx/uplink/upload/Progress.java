package org.medsendx.uplink.upload;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When the last byte of an attempt moved. While bytes are sent, each has to follow the one before
 * within {@code stall}; once all were handed to the operating system the store has {@code answer}
 * to reply, longer because the system's send buffer still drains over a slow link. Whatever sends
 * bytes asks here before each of them, and so keeps to the limits of the link; waiting for them is
 * no stall. Thread safe.
 */
public final class Progress {

    private final long stallNanos;
    private final long answerNanos;
    private final LongSupplier nanos;
    private volatile long deadline;
    private final Turn turn;
    private volatile boolean partsArrived;
    private volatile boolean hasTheLine;

    /**
     * @param stall longest time without a byte while sending
     * @param answer longest time from the last byte to the answer
     */
    public Progress(Duration stall, Duration answer) {
        this(stall, answer, System::nanoTime);
    }

    Progress(Duration stall, Duration answer, LongSupplier nanos) {
        this.nanos = nanos;
        this.turn = Turn.current();
        this.stallNanos = stall.toNanos();
        this.answerNanos = answer.toNanos();
        this.deadline = nanos.getAsLong() + stallNanos;
    }

    /** Some bytes moved. */
    public void moved() {
        deadline = nanos.getAsLong() + stallNanos;
    }

    /** A request is complete; the store's answer is awaited. */
    public void awaitAnswer() {
        deadline = nanos.getAsLong() + answerNanos;
    }

    /**
     * Waits until a body of so many bytes may begin; {@link #end} follows, or the end of the
     * attempt.
     */
    public void begin(long bytes) throws InterruptedException {
        if (!hasTheLine) {
            hasTheLine = turn.line().enter(turn.urgent(), bytes, this::moved);
        }
    }

    /**
     * Waits until some bytes may go.
     *
     * @param wanted how many, at least 1
     * @return how many may go now, at least 1; they count as sent
     */
    public int take(int wanted) throws InterruptedException {
        return turn.bandwidth().take(wanted, this::moved);
    }

    /** The body is handed over, or broke off. */
    public void end() {
        if (hasTheLine) {
            hasTheLine = false;
            turn.line().leave();
        }
    }

    /**
     * Asked between two parts of an object.
     *
     * @throws GaveWay when it has to make room
     */
    public void goOn() throws GaveWay {
        if (turn.isOver()) {
            throw new GaveWay();
        }
    }

    /** A part of the object is in the store and need not be sent again. */
    public void partArrived() {
        partsArrived = true;
    }

    /** Whether this attempt brought the object forward, whatever becomes of it. */
    public boolean partsArrived() {
        return partsArrived;
    }

    /** Nanoseconds until this attempt counts as stalled; 0 or less when it does. */
    long left() {
        return deadline - nanos.getAsLong();
    }
}

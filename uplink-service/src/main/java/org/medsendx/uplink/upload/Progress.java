package org.medsendx.uplink.upload;

import java.time.Duration;

/**
 * When the last byte of an attempt moved. While bytes are sent, each has to follow the one before
 * within {@code stall}; once all were handed to the operating system the store has {@code answer}
 * to reply, longer because the system's send buffer still drains over a slow link. Thread safe.
 */
public final class Progress {

    private final long stallNanos;
    private final long answerNanos;
    private volatile long deadline;
    private volatile boolean partsArrived;

    /**
     * @param stall longest time without a byte while sending
     * @param answer longest time from the last byte to the answer
     */
    public Progress(Duration stall, Duration answer) {
        this.stallNanos = stall.toNanos();
        this.answerNanos = answer.toNanos();
        this.deadline = System.nanoTime() + stallNanos;
    }

    /** Some bytes moved. */
    public void moved() {
        deadline = System.nanoTime() + stallNanos;
    }

    /** A request is complete; the store's answer is awaited. */
    public void awaitAnswer() {
        deadline = System.nanoTime() + answerNanos;
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
        return deadline - System.nanoTime();
    }
}

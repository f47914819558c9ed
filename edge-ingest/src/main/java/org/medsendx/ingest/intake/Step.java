package org.medsendx.ingest.intake;

/**
 * The steps of one input, in order. The process may die after each of them and nothing that was
 * acknowledged is lost or doubled.
 */
public enum Step {
    /** The file is on disk in {@code incoming/}: a start removes it, nobody was told of it. */
    STORED,
    /** It was read through. */
    READ,
    /** The decision is in the ledger: from here on a start completes what is missing. */
    DECIDED,
    /** The file is on its shelf; the sender may hear of it. */
    PLACED,
    /** Its event is in the outbox, by another thread than the sender's. */
    ANNOUNCED;

    /** Called after each step; tests end the world here. */
    @FunctionalInterface
    public interface Watcher {
        void reached(Step step);
    }
}

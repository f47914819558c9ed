package org.medsendx.benchmarks.fleet;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Somebody who watches a fleet and says which scanner differs. */
interface Watcher {

    /** How the table calls them. */
    String name();

    /** The next record, in order of arrival, and the day of it. */
    void take(Sent sent, LocalDate today);

    /** What a person tells. */
    default void told(Note note) {}

    /** Whether they have to be asked every day, because they compare days. */
    default boolean daily() {
        return true;
    }

    /**
     * What they say at the end of a day. A scanner of which nothing is said is not called an
     * outlier.
     */
    List<Verdict> look(LocalDate today);

    /**
     * What is said of one scanner.
     *
     * @param scanner its number in the fleet
     * @param outlier whether it is called an outlier
     * @param answer the miner's word, or that of a peer
     * @param score how far it is from being one: 1 is at the limit
     * @param effect how far its gain seems off, in standard errors: what is compared where nothing
     *     has to be decided
     * @param cause of the evidence that decides, by the names of the miner
     * @param causes of all evidence beyond its limit
     * @param since when it began
     * @param earliest end of the interval for that
     * @param latest the other end
     */
    record Verdict(
            int scanner,
            boolean outlier,
            String answer,
            double score,
            double effect,
            @Nullable String cause,
            Set<String> causes,
            @Nullable LocalDate since,
            @Nullable LocalDate earliest,
            @Nullable LocalDate latest) {

        public Verdict {
            causes = Set.copyOf(causes);
        }

        /** Without causes and times. */
        static Verdict plain(int scanner, boolean outlier, double score) {
            return new Verdict(
                    scanner,
                    outlier,
                    outlier ? "outlier" : "ok",
                    score,
                    score,
                    null,
                    Set.of(),
                    null,
                    null,
                    null);
        }
    }
}

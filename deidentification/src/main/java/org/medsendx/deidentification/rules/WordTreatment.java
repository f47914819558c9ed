package org.medsendx.deidentification.rules;

/** What happens with words that no rule of their own names, by the sequence they stand in. */
public enum WordTreatment {
    /** They stay, but for copies of the subject's tokens. */
    KEPT,
    /** Words of the clinical vocabulary stay: content and graphics that an option cleans. */
    CLEANED,
    /** All go: sequences that the Basic Profile wants replaced. */
    REPLACED;

    /** The stricter of two. */
    public WordTreatment with(WordTreatment other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /**
     * What holds inside an item: the value of a concept about a person is replaced wherever words
     * are looked at at all.
     */
    public static WordTreatment inside(WordTreatment words, boolean personal) {
        return words != KEPT && personal ? REPLACED : words;
    }
}

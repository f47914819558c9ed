package org.medsendx.segmenter.assess;

import java.util.ArrayList;
import java.util.List;
import org.medsendx.contracts.deidentified.Quality;
import org.medsendx.contracts.deidentified.Triage;

/**
 * The place of a scan in the work list, from published inputs: 50 to begin with; + 30 when it
 * should be taken again ({@code quality-repeat}), + 10 when somebody should look at its quality
 * ({@code quality-look}); + 15 when something about it is unusual (the codes of {@link
 * UsualBounds}). It orders a list; it diagnoses nothing.
 *
 * <p>The order's own priority is not among the inputs yet: image headers do not carry it, and the
 * code {@code order-unknown} says so.
 */
public final class TriageRule {

    /** Where every scan begins, and what an object that is no image keeps. */
    public static final int BASE = 50;

    static final int REPEAT = 30;
    static final int LOOK = 10;
    static final int UNUSUAL = 15;
    static final int MOST = 100;

    private TriageRule() {}

    /**
     * The place.
     *
     * @param quality the judgement on its quality
     * @param unusual codes of what is unusual
     */
    public static Triage place(Quality quality, List<String> unusual) {
        var inputs = new ArrayList<String>();
        inputs.add("order-unknown");
        int priority = BASE;
        switch (quality.verdict()) {
            case GOOD -> {}
            case LOOK -> {
                priority += LOOK;
                inputs.add("quality-look");
            }
            case REPEAT -> {
                priority += REPEAT;
                inputs.add("quality-repeat");
            }
            case NOT_JUDGED -> inputs.add("not-judged");
        }
        if (!unusual.isEmpty()) {
            priority += UNUSUAL;
            inputs.addAll(unusual);
        }
        return new Triage(Math.min(MOST, priority), inputs);
    }
}

package org.medsendx.segmenter.assess;

import java.util.List;

/**
 * What each input of triage adds, in points of 100; a site's choice.
 *
 * @param base where every scan begins
 * @param stat for an order of that priority
 * @param high for an order of that priority
 * @param low for an order of that priority, usually negative
 * @param repeat for a scan that is to be taken again
 * @param look for one whose quality somebody should look at
 * @param unusual for one as far from its kind as {@code full}, in proportion for less
 * @param from distance at which unusualness begins to count, in robust standard deviations
 * @param full distance at which it counts in full
 * @param rules of which the first that fits counts
 */
public record TriageWeights(
        double base,
        double stat,
        double high,
        double low,
        double repeat,
        double look,
        double unusual,
        double from,
        double full,
        List<KindRule> rules) {

    public static final TriageWeights DEFAULT =
            new TriageWeights(50, 40, 20, -20, 30, 10, 15, 4, 8, List.of());

    public TriageWeights {
        rules = List.copyOf(rules);
        if (!(base >= 0 && base <= 100) || !(from > 0 && full > from)) {
            throw new IllegalArgumentException(
                    "triage begins between 0 and 100, and unusualness counts over some distance");
        }
    }
}

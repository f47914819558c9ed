package org.medsendx.segmenter.assess;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.OrderPriority;
import org.medsendx.contracts.deidentified.Quality;
import org.medsendx.contracts.deidentified.Stratum;
import org.medsendx.contracts.deidentified.Triage;
import org.medsendx.contracts.deidentified.Triage.Part;
import org.medsendx.segmenter.usual.Unusualness;

/**
 * The place of a scan in the work list, from published inputs: the sum of its parts, rounded and
 * kept between 0 and 100.
 *
 * <ul>
 *   <li>{@code base}
 *   <li>the order's priority: {@code order-stat}, {@code order-high}, {@code order-low}; {@code
 *       order-routine}, and {@code order-unknown} when no order is known, add nothing
 *   <li>quality: {@code quality-repeat}, {@code quality-look}
 *   <li>{@code unusual}, which grows with the distance from its kind, and {@code unusual-FEATURE}
 *       for what lies far out; {@code not-enough-alike} when too few of its kind were seen, with
 *       {@code usual-of-fleet} when what the fleet calls usual stood in
 *   <li>{@code rule-N}, the first rule of the site that fits
 * </ul>
 *
 * <p>It orders a list; it diagnoses nothing and drops nothing. How long a scan has waited counts
 * where the list is: {@link Triage#place}.
 */
public final class TriageRule {

    /** The input of a scan that is far from those of its kind. */
    public static final String UNUSUAL = "unusual";

    /** The input of a scan that was compared with what the fleet calls usual. */
    public static final String OF_FLEET = "usual-of-fleet";

    private static final double MOST = 100;

    private final TriageWeights weights;

    public TriageRule(TriageWeights weights) {
        this.weights = weights;
    }

    /** The place of what has a verdict alone, and perhaps an order. */
    public Triage place(Quality quality, @Nullable OrderPriority order) {
        return place(quality, order, null, null, null);
    }

    /**
     * The place.
     *
     * @param quality the judgement on its quality
     * @param order the order's priority, null when it is not known
     * @param unusual how far it is from its kind, null when nothing was measured
     * @param stratum its kind, null when nothing was measured
     * @param age whole years, null when the header does not say
     */
    public Triage place(
            Quality quality,
            @Nullable OrderPriority order,
            @Nullable Unusualness unusual,
            @Nullable Stratum stratum,
            @Nullable Integer age) {
        var inputs = new ArrayList<String>();
        var parts = new ArrayList<Part>();
        parts.add(new Part("base", weights.base()));
        order(order, inputs, parts);
        switch (quality.verdict()) {
            case GOOD -> {}
            case LOOK -> add("quality-look", weights.look(), inputs, parts);
            case REPEAT -> add("quality-repeat", weights.repeat(), inputs, parts);
            case NOT_JUDGED -> inputs.add("not-judged");
        }
        if (unusual != null) {
            unusual(unusual, inputs, parts);
        }
        if (stratum != null) {
            rule(stratum, age, inputs, parts);
        }
        double sum = parts.stream().mapToDouble(Part::points).sum();
        return new Triage((int) Math.round(Math.clamp(sum, 0, MOST)), inputs, parts);
    }

    private void order(@Nullable OrderPriority order, List<String> inputs, List<Part> parts) {
        if (order == null) {
            inputs.add("order-unknown");
            return;
        }
        switch (order) {
            case STAT -> add("order-stat", weights.stat(), inputs, parts);
            case HIGH -> add("order-high", weights.high(), inputs, parts);
            case LOW -> add("order-low", weights.low(), inputs, parts);
            case ROUTINE, MEDIUM -> inputs.add("order-routine");
        }
    }

    private void unusual(Unusualness unusual, List<String> inputs, List<Part> parts) {
        if (!unusual.enough() || unusual.byFleet()) {
            inputs.add("not-enough-alike");
        }
        if (!unusual.enough()) {
            return;
        }
        if (unusual.byFleet()) {
            inputs.add(OF_FLEET);
        }
        double share = (unusual.distance() - weights.from()) / (weights.full() - weights.from());
        if (share >= 0) {
            double points = weights.unusual() * Math.min(1, share);
            add(UNUSUAL, Math.round(100 * points) / 100.0, inputs, parts);
            unusual.features().forEach(feature -> inputs.add("unusual-" + feature));
        }
    }

    private void rule(
            Stratum stratum, @Nullable Integer age, List<String> inputs, List<Part> parts) {
        for (int i = 0; i < weights.rules().size(); i++) {
            var rule = weights.rules().get(i);
            if (rule.fits(stratum, age)) {
                add("rule-" + (i + 1), rule.points(), inputs, parts);
                return;
            }
        }
    }

    private static void add(String input, double points, List<String> inputs, List<Part> parts) {
        inputs.add(input);
        parts.add(new Part(input, points));
    }
}

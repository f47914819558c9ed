package org.medsendx.deidentification.verify;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.medsendx.deidentification.rules.Reason;

/**
 * Which checks ran on a copy and what they found. A check that did not say that it runs cannot find
 * anything, so that none is left out of the report.
 */
final class Findings {

    /** The most reasons of one check. */
    private static final int MOST = 20;

    private final Map<Check, Integer> ran = new EnumMap<>(Check.class);
    private final Set<Reason> reasons = new LinkedHashSet<>();

    /** Says that checks run. */
    void runs(Check... checks) {
        for (Check check : checks) {
            ran.putIfAbsent(check, 0);
        }
    }

    /**
     * Adds what a check found.
     *
     * @param tag the element, or null when it is no single one's
     */
    void fail(Check check, @Nullable Integer tag) {
        Integer found = ran.get(check);
        if (found == null) {
            throw new IllegalStateException("a check that did not say that it runs: " + check);
        }
        if (found < MOST) {
            ran.put(check, found + 1);
            reasons.add(new Reason(check.code(), tag));
        }
    }

    boolean none() {
        return reasons.isEmpty();
    }

    List<Reason> reasons() {
        return List.copyOf(reasons);
    }

    /** The codes of the checks that ran, in the order of {@link Check}. */
    List<String> ran() {
        return ran.keySet().stream().map(Check::code).toList();
    }
}

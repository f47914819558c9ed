package org.medsendx.contracts.deidentified;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;

/**
 * The place of a scan in the work list. It orders; it diagnoses nothing and drops nothing.
 *
 * @param priority 0 (routine) to 100 (first)
 * @param inputs codes of what the priority was made from, such as {@code order-stat} or {@code
 *     unusual}
 * @param parts what each input added, in points; their sum, rounded and kept between 0 and 100, is
 *     the priority. Null in events from before there were any
 */
public record Triage(int priority, List<String> inputs, @Nullable List<Part> parts) {

    public Triage {
        if (priority < 0 || priority > 100) {
            throw new IllegalArgumentException("priority is 0 to 100");
        }
        inputs = List.copyOf(inputs);
        inputs.forEach(Checks::reason);
        if (parts != null) {
            parts = List.copyOf(parts);
        }
    }

    /** A place that does not tell its parts. */
    public Triage(int priority, List<String> inputs) {
        this(priority, inputs, null);
    }

    /**
     * What one input added.
     *
     * @param input what, a code
     * @param points how much; may be negative
     */
    public record Part(String input, double points) {
        public Part {
            Checks.reason(input);
            if (!Double.isFinite(points)) {
                throw new IllegalArgumentException("points are a finite number");
            }
        }
    }

    /**
     * The one rule of order, for upload and work list: whoever has the earlier place goes first.
     * Every point of priority counts as having waited {@code aging} longer. So a scan is overtaken
     * by scans that came later by less than their points allow, 100 x {@code aging} at most, and
     * after that by none: nothing starves. The place never changes, so a list needs no sorting
     * again.
     *
     * @param arrived when it came in
     * @param priority 0 to 100
     * @param aging waiting that is worth one point
     */
    public static Instant place(Instant arrived, int priority, Duration aging) {
        return arrived.minus(aging.multipliedBy(priority));
    }
}

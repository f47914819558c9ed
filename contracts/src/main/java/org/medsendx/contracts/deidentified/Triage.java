package org.medsendx.contracts.deidentified;

import java.util.List;
import org.medsendx.contracts.Checks;

/**
 * The place of a scan in the work list. It orders; it diagnoses nothing.
 *
 * @param priority 0 (routine) to 100 (first)
 * @param inputs codes of what the priority was made from, such as {@code order-stat} or {@code
 *     unusual}
 */
public record Triage(int priority, List<String> inputs) {

    public Triage {
        if (priority < 0 || priority > 100) {
            throw new IllegalArgumentException("priority is 0 to 100");
        }
        inputs = List.copyOf(inputs);
        inputs.forEach(Checks::reason);
    }
}

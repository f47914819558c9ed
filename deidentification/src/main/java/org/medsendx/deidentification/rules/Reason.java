package org.medsendx.deidentification.rules;

import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;

/**
 * Why an instance is withheld. It names rule and tag, never a value that it met, because reasons
 * end up in logs and events.
 *
 * @param rule the rule that failed
 * @param tag the attribute on which it failed, such as 0x00100010 for Patient's Name, or null
 */
public record Reason(String rule, @Nullable Integer tag) {
    public Reason {
        Checks.reason(rule);
    }
}

package org.medsendx.contracts.deidentified;

/**
 * A size and its 95 % interval.
 *
 * @param value the best estimate
 * @param low lower end
 * @param high upper end
 */
public record FleetEffect(double value, double low, double high) {
    public FleetEffect {
        if (!Double.isFinite(value) || !Double.isFinite(low) || !Double.isFinite(high)) {
            throw new IllegalArgumentException("an effect is finite");
        }
        if (low > high) {
            throw new IllegalArgumentException("an interval has its lower end first");
        }
    }
}

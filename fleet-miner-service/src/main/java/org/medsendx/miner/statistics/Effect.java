package org.medsendx.miner.statistics;

/**
 * How far something moved, with the interval that holds the truth in 95 of 100 cases.
 *
 * @param value the best estimate, in the unit of its evidence
 * @param low lower end
 * @param high upper end
 */
public record Effect(double value, double low, double high) {

    public Effect {
        if (!Double.isFinite(value) || !(low <= value && value <= high)) {
            throw new IllegalArgumentException("an effect is finite and lies in its interval");
        }
    }
}

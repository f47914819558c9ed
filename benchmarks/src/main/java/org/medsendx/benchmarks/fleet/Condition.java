package org.medsendx.benchmarks.fleet;

/**
 * What is wrong with a scanner on one day.
 *
 * @param gain factor on everything above the unit's zero
 * @param offset added to every value, in thousandths of the usual signal (HU for CT)
 * @param noise factor on the noise
 * @param blur factor on the width of an edge
 * @param ring height of a ring, HU
 * @param deadColumns lines of the detector that read nothing
 * @param exposure factor on the dose of every exposure
 * @param wrongProtocol share of the exams that are made with another protocol than it says
 */
record Condition(
        double gain,
        double offset,
        double noise,
        double blur,
        double ring,
        int deadColumns,
        double exposure,
        double wrongProtocol) {

    static final Condition GOOD = new Condition(1, 0, 1, 1, 0, 0, 1, 0);

    /** Both at once. */
    Condition and(Condition other) {
        return new Condition(
                gain * other.gain,
                offset + other.offset,
                noise * other.noise,
                blur * other.blur,
                Math.max(ring, other.ring),
                deadColumns + other.deadColumns,
                exposure * other.exposure,
                Math.max(wrongProtocol, other.wrongProtocol));
    }
}

package org.medsendx.benchmarks.fleet;

import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.ScanFeatures;

/**
 * A record that reaches the cloud.
 *
 * @param scan as the border sends it
 * @param scanner the scanner's number in the fleet
 * @param truth with the first record of each exam, and only with that: what the ideal estimator
 *     sees; nobody else may look at it
 */
record Sent(ScanFeatures scan, int scanner, @Nullable Truth truth) {

    /**
     * What an exam would tell somebody who knows the make, the device, the patient's tissues and
     * size and every spread, but no draw of a week or a patient and no fault.
     *
     * @param day of the exam, from 0
     * @param gain logarithm of the gain
     * @param noise logarithm of the noise
     * @param edge logarithm of the width of edges
     */
    record Truth(int day, Reading gain, Reading noise, Reading edge) {}

    /**
     * @param value fault, week and chance
     * @param variance of the chance
     */
    record Reading(double value, double variance) {}
}

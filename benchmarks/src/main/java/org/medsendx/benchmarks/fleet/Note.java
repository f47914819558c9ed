package org.medsendx.benchmarks.fleet;

/**
 * What people tell the miner.
 *
 * @param scanner its number in the fleet
 * @param day from which it holds
 * @param kind what it was
 */
record Note(int scanner, int day, Kind kind) {

    /** As the miner's markers have it. */
    enum Kind {
        RETURN_TO_SERVICE
    }
}

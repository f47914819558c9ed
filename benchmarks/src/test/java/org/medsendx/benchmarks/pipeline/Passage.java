package org.medsendx.benchmarks.pipeline;

import java.time.Instant;
import java.util.List;

/**
 * One load that went through.
 *
 * @param what it is
 * @param begun seconds after the first byte at which each C-STORE began, in the order sent
 * @param verified seconds after the first byte at which each was heard to be verified
 * @param through seconds after the first byte at which all of each was heard
 * @param spent meanwhile, by process
 * @param from the clock's time at the first byte
 * @param to the clock's time at the end
 */
record Passage(
        String what,
        List<Double> begun,
        List<Double> verified,
        List<Double> through,
        Spent spent,
        Instant from,
        Instant to) {

    Passage {
        begun = List.copyOf(begun);
        verified = List.copyOf(verified);
        through = List.copyOf(through);
    }

    int scans() {
        return begun.size();
    }

    /** Seconds until the last instance was verified. */
    double secondsVerified() {
        return verified.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /** Seconds until the last event. */
    double secondsThrough() {
        return through.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    double rateVerified() {
        return scans() / secondsVerified();
    }

    double rateThrough() {
        return scans() / secondsThrough();
    }

    /**
     * A percentile of the seconds from the begin of a C-STORE, which is before the last byte, until
     * the instance is verified.
     */
    double latency(int percent) {
        var waits = new double[scans()];
        for (int i = 0; i < waits.length; i++) {
            waits[i] = verified.get(i) - begun.get(i);
        }
        java.util.Arrays.sort(waits);
        return waits[(int) Math.ceil((waits.length * percent) / 100.0) - 1];
    }

    /** How fast the first or the last so many of all came out of it, in scans a second. */
    double rateOf(int count, boolean first) {
        var sorted = through.stream().sorted().toList();
        int last = sorted.size() - 1;
        return first
                ? count / sorted.get(count - 1)
                : count / (sorted.get(last) - sorted.get(last - count));
    }
}

package org.medsendx.uplink.bandwidth;

/**
 * How many bytes a second went of late, while some went: the mean over the time in which bytes
 * follow each other within {@value #GAP_SECONDS} seconds, an older half minute counting half as
 * much as the one after it. Not thread safe.
 */
final class Throughput {

    private static final int GAP_SECONDS = 5;
    private static final double HALF_LIFE_SECONDS = 30;

    private double bytes;
    private double seconds;
    private long last;

    void sent(long count, long nanos) {
        double passed = last == 0 ? Double.MAX_VALUE : (nanos - last) / 1e9;
        last = nanos;
        if (passed <= GAP_SECONDS) {
            double kept = Math.pow(0.5, passed / HALF_LIFE_SECONDS);
            bytes = bytes * kept + count;
            seconds = seconds * kept + passed;
        }
    }

    /** 0 before there were two in a row. */
    double bytesPerSecond() {
        return seconds <= 0 ? 0 : bytes / seconds;
    }
}

package org.medsendx.benchmarks.fleet;

import java.lang.management.ManagementFactory;

/**
 * So many seconds of this thread's processor time. More fleets make figures sharper, not different,
 * so a slow machine runs fewer of them; what else runs there does not count.
 */
final class Budget {

    private final long end;
    private final long begin;

    Budget(double seconds) {
        begin = now();
        end = begin + (long) (seconds * 1e9);
    }

    static long now() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    boolean spent() {
        return now() >= end;
    }

    double seconds() {
        return (now() - begin) / 1e9;
    }
}

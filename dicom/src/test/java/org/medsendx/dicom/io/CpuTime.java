package org.medsendx.dicom.io;

import java.lang.management.ManagementFactory;

/**
 * The processor time of this thread: what an input costs, however many others want the processor.
 */
public final class CpuTime {

    private CpuTime() {}

    /** In nanoseconds, from any origin. */
    public static long nanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}

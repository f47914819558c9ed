package org.medsendx.dicom.io;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What this thread has allocated since it began, in bytes: an upper bound of what it holds. */
public final class Allocation {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    public static long now() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }
}

package org.medsendx.dicom.io;

/**
 * How much a reader may hold.
 *
 * @param bulkThreshold values longer than this many bytes stay in the file
 * @param maxHeapBytes what all values and elements in memory may take together; more is {@code
 *     TOO_LARGE}. A value over the threshold that no file holds, as in a deflated data set, counts
 *     as what it becomes as text
 * @param maxDepth how deep sequences may nest, at most 512
 */
public record ReadLimits(int bulkThreshold, long maxHeapBytes, int maxDepth) {

    /** 64 KiB a value, 64 MiB a file, 64 levels. */
    public static final ReadLimits DEFAULT = new ReadLimits(64 << 10, 64L << 20, 64);

    public ReadLimits {
        if (bulkThreshold < 0 || maxHeapBytes < 0) {
            throw new IllegalArgumentException("a limit is negative");
        }
        // reading is recursive: deeper nesting would be a stack overflow
        if (maxDepth < 0 || maxDepth > 512) {
            throw new IllegalArgumentException("maxDepth is not in 0 to 512");
        }
    }
}

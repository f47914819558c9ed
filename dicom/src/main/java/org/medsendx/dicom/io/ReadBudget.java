package org.medsendx.dicom.io;

import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFormatException.Problem;

/** What a data set that is being read may cost in memory and in time; see {@link ReadLimits}. */
final class ReadBudget {

    /** What an element, an item or a fragment costs in memory besides its value. */
    private static final int OVERHEAD = 96;

    /** What a byte of values as short as can be costs as strings. */
    private static final int BYTES_AS_TEXT = 32;

    /** How many elements may have to make room for those that come too late, added up. */
    private static final long MOST_DISPLACED = 50_000_000;

    private final ReadLimits limits;
    private long held;
    private long displaced;

    ReadBudget(ReadLimits limits) {
        this.limits = limits;
    }

    /**
     * Something more is held.
     *
     * @param bytes its value's, without what every element costs
     * @throws DicomFormatException when it is too much
     */
    void hold(long bytes, long position) throws DicomFormatException {
        held += bytes + OVERHEAD;
        if (held > limits.maxHeapBytes()) {
            throw new DicomFormatException(Problem.TOO_LARGE, null, position);
        }
    }

    /** Something that was held is held no longer. */
    void release(long bytes) {
        held -= bytes + OVERHEAD;
    }

    /** Bytes that are held. */
    long held() {
        return held;
    }

    /** What was read since then was for nothing. */
    void backTo(long heldThen) {
        held = heldThen;
    }

    /**
     * A long value that cannot stay in its file counts as what it becomes when it is asked for its
     * values as text: a few kilobytes of deflated delimiters would be gigabytes.
     */
    long cost(long length, VR vr) {
        boolean many = vr.multipleText() || vr == VR.UN || vr == VR.SV || vr == VR.UV;
        return many && length > limits.bulkThreshold() ? length * BYTES_AS_TEXT : length;
    }

    /** An element came late: so many others have to make room for it. */
    void displace(int elements, long position) throws DicomFormatException {
        displaced += elements;
        if (displaced > MOST_DISPLACED) {
            throw new DicomFormatException(Problem.TOO_LARGE, null, position);
        }
    }
}

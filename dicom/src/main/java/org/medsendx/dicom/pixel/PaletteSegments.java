package org.medsendx.dicom.pixel;

import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.pixel.LookupTable.Descriptor;

/** A palette in segments (PS3.3, C.7.9.2), made whole. */
final class PaletteSegments {

    private static final int DISCRETE = 0;
    private static final int LINEAR = 1;
    private static final int INDIRECT = 2;

    /** Segments that may be passed, as those without entries cost time and yield nothing. */
    private static final int MAX_STEPS = 1 << 18;

    private final int[] data;
    private final int[] entries;

    /** How many elements of data an offset in bytes counts for one. */
    private final int unit;

    private int count;
    private int steps;

    private PaletteSegments(int[] data, int unit, int count) {
        this.data = data;
        this.unit = unit;
        this.entries = new int[count];
    }

    /**
     * The entries, or null when the segments make no sense or not as many as the descriptor says.
     * Segments are of bytes when entries have eight bits and of words when they have sixteen; when
     * one makes no sense, the other is tried.
     *
     * @param bytes little endian
     */
    static int @Nullable [] entries(byte[] bytes, Descriptor descriptor) {
        boolean words = descriptor.bits() > 8;
        int[] entries = entries(bytes, descriptor.count(), words);
        return entries == null ? entries(bytes, descriptor.count(), !words) : entries;
    }

    private static int @Nullable [] entries(byte[] bytes, int count, boolean words) {
        int[] data;
        if (words) {
            data = LookupTable.words(bytes, bytes.length / 2);
        } else {
            data = new int[bytes.length];
            for (int i = 0; i < data.length; i++) {
                data[i] = bytes[i] & 0xFF;
            }
        }
        var segments = new PaletteSegments(data, words ? 2 : 1, count);
        boolean whole = segments.expand(0, Integer.MAX_VALUE, false) && segments.count == count;
        return whole ? segments.entries : null;
    }

    /**
     * Expands segments from an element on; whether they make sense.
     *
     * @param most how many
     * @param copied whether an indirect segment asks for them, which may not be one of those
     */
    private boolean expand(int from, int most, boolean copied) {
        int at = from;
        for (int i = 0; i < most && at + 1 < data.length; i++) {
            if (++steps > MAX_STEPS) {
                return false;
            }
            int kind = data[at];
            int length = data[at + 1];
            at += 2;
            switch (kind) {
                case DISCRETE -> {
                    if (length > data.length - at || length > entries.length - count) {
                        return false;
                    }
                    System.arraycopy(data, at, entries, count, length);
                    count += length;
                    at += length;
                }
                case LINEAR -> {
                    if (at >= data.length || count == 0 || length > entries.length - count) {
                        return false;
                    }
                    line(length, data[at]);
                    at++;
                }
                case INDIRECT -> {
                    int width = 4 / unit;
                    if (copied || count == 0 || width > data.length - at) {
                        return false;
                    }
                    long offset = 0;
                    for (int j = 0; j < width; j++) {
                        offset |= (long) data[at + j] << (8 * unit * j);
                    }
                    if (offset % unit != 0
                            || offset / unit >= data.length
                            || !expand((int) (offset / unit), length, true)) {
                        return false;
                    }
                    at += width;
                }
                default -> {
                    return false;
                }
            }
            // a byte behind the last segment is padding
            if (count == entries.length && !copied) {
                return true;
            }
        }
        return true;
    }

    private void line(int length, int end) {
        int begin = entries[count - 1];
        for (int i = 1; i <= length; i++) {
            entries[count++] = (int) Math.round(begin + (double) (end - begin) * i / length);
        }
    }
}

package org.medsendx.segmenter.pipeline;

/**
 * How much one scan may take.
 *
 * @param maxPixels pixels of one frame; a larger image is not decoded
 * @param maxFrames how many frames are measured at most, evenly spaced
 * @param maxMeasuredPixels pixels of all measured frames together: fewer frames are measured when
 *     they are large, so that no scan keeps the others waiting for longer than its share
 * @param maxHighlightSide longest side of either half of the picture, in pixels
 * @param maxHighlightBytes how large the picture's file may be; see {@link
 *     org.medsendx.segmenter.highlight.HighlightPainter}
 */
public record AssessLimits(
        long maxPixels,
        int maxFrames,
        long maxMeasuredPixels,
        int maxHighlightSide,
        int maxHighlightBytes) {

    /** About fourteen seconds of the slowest decoder on one core; see docs/decisions/0028. */
    public static final long MEASURED_PIXELS = 100_000_000;

    /** What a picture of a slice may take: 0.11 of the slice. */
    public static final int HIGHLIGHT_BYTES = 60_000;

    /**
     * What decoding and drawing take for one pixel of a frame at most: encoded and decoded bytes,
     * stored values as ints, the grey picture, the class.
     */
    static final int BYTES_PER_PIXEL = 16;

    /** So many pixels of tissue maps are kept at once, a byte each: 64 slices of 512 x 512. */
    static final long MAP_PIXELS = 1L << 24;

    public AssessLimits {
        if (maxPixels < 1 || maxFrames < 1 || maxMeasuredPixels < 1) {
            throw new IllegalArgumentException("limits are positive");
        }
    }

    public AssessLimits(long maxPixels, int maxFrames, int maxHighlightSide) {
        this(maxPixels, maxFrames, MEASURED_PIXELS, maxHighlightSide, HIGHLIGHT_BYTES);
    }

    /** How many frames of this size are measured at most, at least one. */
    int frames(int rows, int columns) {
        return (int) Math.clamp(maxMeasuredPixels / ((long) rows * columns), 1, maxFrames);
    }

    /** Whether an image of this size fits this process; a heap too small for it is no fault. */
    boolean admits(int rows, int columns) {
        long pixels = (long) rows * columns;
        long heap = Runtime.getRuntime().maxMemory();
        return pixels <= maxPixels && pixels * BYTES_PER_PIXEL <= heap / 4 * 3;
    }

    /** What reading an image takes of the heap at most, in bytes. */
    static long bytes(int rows, int columns) {
        return (long) rows * columns * BYTES_PER_PIXEL + MAP_PIXELS;
    }
}

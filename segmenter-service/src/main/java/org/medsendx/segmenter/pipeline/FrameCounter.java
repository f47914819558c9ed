package org.medsendx.segmenter.pipeline;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.UnsupportedImageException;
import org.medsendx.segmenter.cluster.Histogram;
import org.medsendx.segmenter.feature.Field;

/** Counts the stored values inside the field of some frames of an image. */
final class FrameCounter {

    private final Image image;
    private final Field field;
    private int lastFrame;
    private int @Nullable [] lastStored;

    FrameCounter(Image image, Field field) {
        this.image = image;
        this.field = field;
    }

    Histogram count(int[] frames) throws IOException, UnsupportedImageException {
        var histogram = builder(frames);
        for (int frame : frames) {
            var stored = stored(frame);
            if (field.isWhole()) {
                histogram.add(stored, 0, stored.length);
            } else {
                addField(histogram, stored);
            }
        }
        return histogram.build();
    }

    /** The stored values of a frame; the frame asked for last is not decoded again. */
    int[] stored(int frame) throws IOException, UnsupportedImageException {
        int[] kept = lastStored;
        if (kept == null || lastFrame != frame) {
            // Dropped first, so that two frames are never held.
            lastStored = null;
            kept = image.stored(frame);
            lastStored = kept;
            lastFrame = frame;
        }
        return kept;
    }

    private void addField(Histogram.Builder histogram, int[] stored) {
        for (int row = 0; row < field.rows(); row++) {
            int base = row * field.columns();
            int[] pieces = field.row(row);
            for (int i = 0; i < pieces.length; i += 2) {
                histogram.add(stored, base + pieces[i], base + pieces[i + 1]);
            }
        }
    }

    private Histogram.Builder builder(int[] frames) throws IOException, UnsupportedImageException {
        // Decoded values have no more than the stored bits; fewer bins are faster.
        int bits = image.bitsStored();
        if (bits <= 16) {
            int low = image.signed() ? -(1 << (bits - 1)) : 0;
            return new Histogram.Builder(low, low + (1 << bits) - 1);
        }
        // Wide values: decoded once more to learn the range, which is rare and cheaper than bins
        // that are too wide.
        int low = Integer.MAX_VALUE;
        int high = Integer.MIN_VALUE;
        for (int frame : frames) {
            for (int value : stored(frame)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        return new Histogram.Builder(low, high);
    }
}

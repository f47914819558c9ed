package org.medsendx.segmenter.pipeline;

import java.io.IOException;
import org.medsendx.dicom.pixel.UnsupportedImageException;
import org.medsendx.segmenter.cluster.Histogram;
import org.medsendx.segmenter.feature.Field;

/** Counts the values inside the field of some frames of an image, one frame in memory at a time. */
final class FrameCounter {

    private final FrameValues values;
    private final Field field;

    FrameCounter(FrameValues values, Field field) {
        this.values = values;
        this.field = field;
    }

    Histogram count(int[] frames) throws IOException, UnsupportedImageException {
        var histogram = builder(frames);
        boolean whole = field.isWhole();
        for (int frame : frames) {
            var stored = values.values(frame);
            if (whole) {
                histogram.add(stored, 0, stored.length);
            } else {
                addField(histogram, stored);
            }
        }
        return histogram.build();
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
        int bits = values.bits();
        if (bits <= 16) {
            int low = values.signed() ? -(1 << (bits - 1)) : 0;
            return new Histogram.Builder(low, low + (1 << bits) - 1);
        }
        // Wide values: decoded once more to learn the range, which is rare and cheaper than bins
        // that are too wide.
        int low = Integer.MAX_VALUE;
        int high = Integer.MIN_VALUE;
        for (int frame : frames) {
            for (int value : values.values(frame)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        return new Histogram.Builder(low, high);
    }
}

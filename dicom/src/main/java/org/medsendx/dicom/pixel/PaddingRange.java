package org.medsendx.dicom.pixel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;

/**
 * Stored values that fill up an image to a rectangle and mean nothing (PS3.3, C.7.5.1.1.2).
 *
 * @param lowest the lowest of them
 * @param highest the highest of them
 */
public record PaddingRange(int lowest, int highest) {

    public PaddingRange {
        if (lowest > highest) {
            throw new IllegalArgumentException("an empty range");
        }
    }

    /** Pixel Padding Value up to Pixel Padding Range Limit, or null when there is none. */
    static @Nullable PaddingRange of(Image image) {
        Integer value = number(image, Tag.PixelPaddingValue);
        if (value == null || image.samplesPerPixel() != 1) {
            return null;
        }
        Integer limit = number(image, Tag.PixelPaddingRangeLimit);
        int end = limit == null ? value : limit;
        return new PaddingRange(Math.min(value, end), Math.max(value, end));
    }

    private static @Nullable Integer number(Image image, int tag) {
        DataSet dataSet = image.file().dataSet();
        double[] values = dataSet.doubles(tag);
        if (values.length == 0) {
            return null;
        }
        int value = (int) values[0];
        // US where SS was meant is common
        return image.signed() ? (int) (short) value : value & 0xFFFF;
    }

    /** Whether a stored value is padding. */
    public boolean contains(int stored) {
        return stored >= lowest && stored <= highest;
    }

    /** The values that are not padding; all of them, copied, when nothing else is there. */
    static int[] without(@Nullable PaddingRange padding, int[] stored) {
        if (padding == null) {
            return stored.clone();
        }
        int[] kept = Arrays.stream(stored).filter(value -> !padding.contains(value)).toArray();
        return kept.length == 0 ? stored.clone() : kept;
    }
}

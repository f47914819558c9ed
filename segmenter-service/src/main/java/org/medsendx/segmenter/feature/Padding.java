package org.medsendx.segmenter.feature;

import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.segmenter.cluster.Histogram;

/**
 * The stored values that stand for "no pixel here": Pixel Padding Value to Pixel Padding Range
 * Limit (PS3.3, C.7.5.1.1.2), and in CT every value below {@value #NO_CT_NUMBER_HU} HU, because
 * scanners fill the corners outside the round field with -2000 or less and many do not say so.
 *
 * @param first least declared padding value
 * @param last greatest declared padding value; below {@code first} when none is declared
 * @param floor all values below it are padding too
 */
public record Padding(long first, long last, long floor) {

    /** Air is -1000 HU; even with much noise no tissue is measured below this. */
    public static final int NO_CT_NUMBER_HU = -1500;

    /** No padding. */
    public static final Padding NONE = new Padding(0, -1, Long.MIN_VALUE);

    /**
     * The padding of an image.
     *
     * @param bitsAllocated of the image, for the form of the declared value
     * @param signed whether stored values are signed
     * @param scale of its values
     */
    public static Padding of(DataSet header, int bitsAllocated, boolean signed, ValueScale scale) {
        long floor =
                scale.hounsfield() && scale.slope() > 0
                        ? (long) Math.ceil((NO_CT_NUMBER_HU - scale.intercept()) / scale.slope())
                        : Long.MIN_VALUE;
        var value = header.doubles(Tag.PixelPaddingValue);
        if (value.length == 0) {
            return new Padding(0, -1, floor);
        }
        var limit = header.doubles(Tag.PixelPaddingRangeLimit);
        long one = inForm(value[0], bitsAllocated, signed);
        long other = limit.length == 0 ? one : inForm(limit[0], bitsAllocated, signed);
        return new Padding(Math.min(one, other), Math.max(one, other), floor);
    }

    /** Whether a stored value is padding. */
    public boolean contains(long stored) {
        return stored < floor || (stored >= first && stored <= last);
    }

    /** Whether any value from one to another can be padding. */
    public boolean reaches(int least, int greatest) {
        return least < floor || (first <= greatest && last >= least && first <= last);
    }

    /** The histogram of what is not padding. */
    public Histogram removeFrom(Histogram histogram) {
        return histogram.without(this::contains);
    }

    // Written as US where the pixels are signed, or the other way round, in many files.
    private static long inForm(double value, int bitsAllocated, boolean signed) {
        long whole = Math.round(value);
        if (bitsAllocated > 16) {
            return whole;
        }
        return signed ? (short) whole : whole & 0xFFFF;
    }
}

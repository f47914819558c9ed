package org.medsendx.segmenter.breast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was read from a mammogram. Rows and columns are those of the image as stored.
 *
 * @param area dense share of the breast's area in per cent, or null when it has one kind of tissue
 * @param reason why there is no area, a code: {@code one-kind-of-tissue} or {@code
 *     implant-or-metal}; empty when there is one
 * @param metal whether something brighter than tissue was left out
 * @param areaUncertainty half of what other thresholds and a muscle that was not found would
 *     change, in points; 0 without an area
 * @param volume fibroglandular share of the volume in per cent, or null
 * @param nippleLine length of the pectoral (posterior) nipple line in millimetres, or null
 * @param findings codes of positioning, such as {@code pectoral-not-found}
 * @param classes the class of each pixel: {@link #OUTSIDE}, {@link #BACKGROUND}, {@link #FAT},
 *     {@link #FIBROGLANDULAR}; skin and muscle are outside
 * @param values of each class, {@link #BACKGROUND} first
 * @param marks what to draw
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, compared nowhere
public record BreastReading(
        @Nullable Double area,
        String reason,
        boolean metal,
        double areaUncertainty,
        @Nullable Double volume,
        @Nullable Double nippleLine,
        List<String> findings,
        byte[] classes,
        List<ClassValues> values,
        List<Mark> marks) {

    /** No class: skin, muscle, padding, below the fold. */
    public static final byte OUTSIDE = -1;

    public static final byte BACKGROUND = 0;
    public static final byte FAT = 1;
    public static final byte FIBROGLANDULAR = 2;

    public BreastReading {
        findings = List.copyOf(findings);
        values = List.copyOf(values);
        marks = List.copyOf(marks);
    }

    /**
     * The pixels of one class.
     *
     * @param count how many
     * @param sum of their values as stored
     */
    public record ClassValues(long count, long sum) {}

    /**
     * A line to be drawn over the image.
     *
     * @param kind what it shows
     */
    public record Mark(
            Kind kind, double fromRow, double fromColumn, double toRow, double toColumn) {

        /** What lines show. */
        public enum Kind {
            /** The edge of the pectoral muscle. */
            MUSCLE,
            /** From the nipple to the muscle or the chest wall. */
            NIPPLE_LINE,
            /** The inframammary fold. */
            FOLD,
            /** A piece of a fold of the skin. */
            SKIN_FOLD
        }
    }
}

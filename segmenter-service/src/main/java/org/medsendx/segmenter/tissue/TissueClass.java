package org.medsendx.segmenter.tissue;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One class of a tissue map.
 *
 * @param label as events carry it, such as {@code soft-tissue}
 * @param title as people read it
 * @param rgb its colour in the picture, {@code 0xRRGGBB}
 * @param band where its centre has to lie, or null when anywhere
 */
public record TissueClass(String label, String title, int rgb, @Nullable Band band) {

    private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    public TissueClass {
        if (label.isBlank() || title.isBlank()) {
            throw new IllegalArgumentException("a tissue class has a label and a title");
        }
    }

    /** A class whose centre may lie anywhere. */
    public TissueClass(String label, String title, int rgb) {
        this(label, title, rgb, null);
    }

    /** Whether a label is of the form that this version writes. */
    static boolean wellFormed(String label) {
        return LABEL.matcher(label).matches();
    }

    /** Its colour as {@code #rrggbb}. */
    public String colour() {
        return String.format("#%06x", rgb);
    }

    /**
     * Where a centre has to lie, in the unit of the values.
     *
     * @param from included
     * @param to excluded
     */
    public record Band(double from, double to) {

        public Band {
            if (!(from < to) || !Double.isFinite(from) || !Double.isFinite(to)) {
                throw new IllegalArgumentException("a band rises");
            }
        }

        /** Whether a centre lies in it. */
        public boolean holds(double centre) {
            return centre >= from && centre < to;
        }
    }
}

package org.medsendx.segmenter.tissue;

/**
 * One class of a tissue map.
 *
 * @param label as events carry it, such as {@code soft-tissue}
 * @param title as people read it
 * @param rgb its colour in the picture, {@code 0xRRGGBB}
 */
public record TissueClass(String label, String title, int rgb) {

    public TissueClass {
        if (label.isBlank() || title.isBlank()) {
            throw new IllegalArgumentException("a tissue class has a label and a title");
        }
    }

    /** Its colour as {@code #rrggbb}. */
    public String colour() {
        return String.format("#%06x", rgb);
    }
}

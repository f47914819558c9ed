package org.medsendx.deidentification.pixels;

import java.util.Locale;

/** What is done about the pixels of one {@link ImageKind}. */
public enum Policy {
    /** Blank what the text detector finds, and the rectangles of the device's catalogue entry. */
    DETECT,
    /** Blank the rectangles of the device's catalogue entry; withhold when no entry fits. */
    REGIONS,
    /**
     * Blank all that lies outside the ultrasound regions that the header declares, and text within
     * them; as {@link #DETECT} when it declares none.
     */
    BLANK_OUTSIDE_REGIONS,
    /** Withhold. */
    WITHHOLD,
    /** Leave the pixels as they are, but for the rectangles of the device's catalogue entry. */
    LEAVE;

    /** Its name in a profile. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

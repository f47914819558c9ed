package org.medsendx.deidentification.pixels;

import java.util.Locale;

/** What a profile wants of uncompressed frames. */
public enum FrameForm {
    /** They leave as they came. */
    KEEP,
    /**
     * They leave as JPEG-LS Lossless where that can hold them to the bit and makes them smaller.
     */
    JPEG_LS;

    /** As a profile spells it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

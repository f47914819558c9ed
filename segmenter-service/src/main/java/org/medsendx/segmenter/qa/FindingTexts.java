package org.medsendx.segmenter.qa;

import java.util.Map;

/** Findings of quality in words for a crew. */
public final class FindingTexts {

    private static final Map<String, String> TEXTS =
            Map.of(
                    "empty", "There is nothing in the image.",
                    "constant", "All pixels have one value.",
                    "clipped", "The bright end is cut off: too much exposure, or a wrong setting.",
                    "few-values", "Only a few different values: no usable image.",
                    "low-contrast", "Hardly any contrast.",
                    "mostly-masked", "Less than a tenth of the image is tissue that counts.");

    private FindingTexts() {}

    /** The words of a code; the code itself where there are none. */
    public static String of(String code) {
        return TEXTS.getOrDefault(code, code);
    }
}

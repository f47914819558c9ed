package org.medsendx.anonymizer.pixels;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;

/**
 * Fails closed on images that often carry names in their pixels: ultrasound, secondary capture,
 * screen saves, overlays within the pixels, and what says so itself. Regions are not blanked yet,
 * so these are withheld.
 */
public final class PixelPolicy {

    /** The rule's code in reasons. */
    public static final String RULE = "PIXELS";

    private static final String STORAGE = "1.2.840.10008.5.1.4.1.1.";

    /** Secondary capture (single and multi-frame) and ultrasound, with the retired classes. */
    private static final Set<String> CLASSES =
            Set.of(
                    STORAGE + "7",
                    STORAGE + "7.1",
                    STORAGE + "7.2",
                    STORAGE + "7.3",
                    STORAGE + "7.4",
                    STORAGE + "3",
                    STORAGE + "3.1",
                    STORAGE + "6",
                    STORAGE + "6.1",
                    STORAGE + "6.2",
                    STORAGE + "6.3");

    private static final Set<String> MODALITIES = Set.of("US", "IVUS", "SC");

    private PixelPolicy() {}

    /**
     * The tag that says that pixels may show names, or null when the instance may pass.
     *
     * @param sopClass SOP Class UID
     */
    public static @Nullable Integer refusal(String sopClass, DataSet dataSet) {
        if (CLASSES.contains(sopClass)) {
            return SOPClassUID;
        }
        String burnedIn = dataSet.string(BurnedInAnnotation);
        if (burnedIn != null && burnedIn.strip().toUpperCase(Locale.ROOT).startsWith("Y")) {
            return BurnedInAnnotation;
        }
        for (String value : dataSet.strings(ImageType)) {
            if (value.replaceAll("[ _-]", "").equalsIgnoreCase("SCREENSAVE")) {
                return ImageType;
            }
        }
        for (int group = 0; group <= 0x1E; group += 2) {
            // Overlays in unused bits of the pixels (retired) would stay when their group goes.
            int tag = OverlayBitPosition + (group << 16);
            if (dataSet.intValue(tag, 0) != 0) {
                return tag;
            }
        }
        boolean image =
                dataSet.contains(PixelData)
                        || dataSet.contains(FloatPixelData)
                        || dataSet.contains(DoubleFloatPixelData);
        String modality = dataSet.string(Modality);
        return image && modality != null && MODALITIES.contains(modality.strip()) ? Modality : null;
    }
}

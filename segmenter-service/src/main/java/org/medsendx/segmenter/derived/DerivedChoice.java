package org.medsendx.segmenter.derived;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.segmenter.instance.DerivedInstance.Form;

/**
 * Which objects are made of scans of which modality, which of them go up, and how they are written.
 *
 * @param kinds for each kind the modalities that it is made for; a kind that lacks is not made
 * @param pictures which images of a series get a side-by-side picture
 * @param segmentation how the segments of a DICOM SEG are coded
 * @param form how DICOM files are written
 * @param thumbnailSide longest side of a thumbnail, in pixels
 */
public record DerivedChoice(
        Map<DerivedKind, Modalities> kinds,
        PictureChoice pictures,
        SegmentationCoding segmentation,
        Form form,
        int thumbnailSide) {

    /** Every modality. */
    public static final String ALL = "ALL";

    /** No modality; a list of settings cannot be empty. */
    public static final String NONE = "NONE";

    /** How segments are coded. */
    public enum SegmentationCoding {
        /** A bit for each pixel of each segment. */
        BINARY,
        /** A number for each pixel. */
        LABELMAP,
        /** Whichever file is smaller; binary where both are equal. */
        SMALLER
    }

    public DerivedChoice {
        var copy = new EnumMap<DerivedKind, Modalities>(DerivedKind.class);
        copy.putAll(kinds);
        kinds = copy;
    }

    /**
     * For which modalities an object is made.
     *
     * @param made modality codes, or {@link #ALL}
     * @param up those of which it goes up
     */
    public record Modalities(Set<String> made, Set<String> up) {

        public Modalities {
            made = upper(made);
            up = upper(up);
        }

        private static Set<String> upper(Set<String> codes) {
            return codes.stream()
                    .map(code -> code.strip().toUpperCase(Locale.ROOT))
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    /** Whether a kind is made of a scan of this modality. */
    public boolean makes(DerivedKind kind, String modality) {
        var modalities = kinds.get(kind);
        return modalities != null && has(modalities.made, modality);
    }

    /** Whether a kind that is made goes up. */
    public boolean sends(DerivedKind kind, String modality) {
        var modalities = kinds.get(kind);
        return modalities != null && has(modalities.up, modality);
    }

    private static boolean has(Set<String> codes, String modality) {
        return codes.contains(ALL) || codes.contains(modality.toUpperCase(Locale.ROOT));
    }
}

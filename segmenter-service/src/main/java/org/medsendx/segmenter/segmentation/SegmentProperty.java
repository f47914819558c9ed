package org.medsendx.segmenter.segmentation;

import org.medsendx.segmenter.instance.Code;
import org.medsendx.segmenter.tissue.TissueClass;

/**
 * What the pixels of a class are, in codes (PS3.3, C.8.20.4). Where the class is named after a
 * tissue the codes are those of SNOMED CT that PS3.16 lists for segments (CID 7150, 7191, 7163);
 * else it is a range of values, which has a code of our own.
 *
 * @param category Segmented Property Category
 * @param type Segmented Property Type
 */
public record SegmentProperty(Code category, Code type) {

    private static final Code TISSUE = Code.sct("85756007", "Tissue");
    private static final Code BODY_SUBSTANCE = Code.sct("91720002", "Body Substance");
    private static final Code SPATIAL = Code.sct("309825002", "Spatial and Relational Concept");

    /** The class outside of the body, which is no segment. */
    private static final String BACKGROUND = "background";

    /** Whether a class is a segment; what is no part of the patient is not. */
    public static boolean isSegment(TissueClass tissue) {
        return !tissue.label().equals(BACKGROUND);
    }

    /** The codes of a class. */
    public static SegmentProperty of(TissueClass tissue) {
        return switch (tissue.label()) {
            case "air" -> new SegmentProperty(BODY_SUBSTANCE, Code.sct("15158005", "Air"));
            case "soft-tissue" -> new SegmentProperty(TISSUE, Code.sct("87784001", "Soft tissue"));
            case "bone" -> new SegmentProperty(TISSUE, Code.sct("272673000", "Bone"));
            case "fat" ->
                    new SegmentProperty(TISSUE, Code.sct("89749009", "Fatty tissue of breast"));
            case "fibroglandular" ->
                    new SegmentProperty(
                            TISSUE, Code.sct("1342375003", "Breast fibroglandular tissue"));
            default -> new SegmentProperty(SPATIAL, Code.own(tissue.label(), tissue.title()));
        };
    }
}

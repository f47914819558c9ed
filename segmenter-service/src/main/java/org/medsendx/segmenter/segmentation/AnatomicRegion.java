package org.medsendx.segmenter.segmentation;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.segmenter.instance.Code;

/** The part of the body that an image shows, in codes, as its header tells it. */
public final class AnatomicRegion {

    /** Terms of Body Part Examined (PS3.16, table L-1). */
    private static final Map<String, Code> PARTS =
            Map.of(
                    "HEAD", Code.sct("69536005", "Head"),
                    "NECK", Code.sct("45048000", "Neck"),
                    "CHEST", Code.sct("51185008", "Chest"),
                    "ABDOMEN", Code.sct("113345001", "Abdomen"),
                    "PELVIS", Code.sct("12921003", "Pelvis"),
                    "BREAST", Code.sct("76752008", "Breast"));

    private AnatomicRegion() {}

    /** The region, or null when the header does not name one that is known here. */
    public static @Nullable Code of(DataSet header) {
        String part = header.string(Tag.BodyPartExamined);
        String modality = header.string(Tag.Modality);
        if (part == null) {
            return "MG".equals(modality) ? PARTS.get("BREAST") : null;
        }
        return PARTS.get(part.strip().toUpperCase(Locale.ROOT));
    }

    /** The side, or null when the header does not name one. */
    public static @Nullable Code side(DataSet header) {
        String side = header.string(Tag.ImageLaterality);
        return switch (side == null ? "" : side) {
            case "R" -> Code.sct("24028007", "Right");
            case "L" -> Code.sct("7771000", "Left");
            default -> null;
        };
    }

    /** Puts Anatomic Region Sequence (0008,2218) into a description, when there is a region. */
    static void putInto(DataSet segment, DataSet header) {
        Code region = of(header);
        if (region == null) {
            return;
        }
        var item = region.item();
        Code side = side(header);
        if (side != null) {
            item.putSequence(Tag.AnatomicRegionModifierSequence, side.item());
        }
        segment.putSequence(Tag.AnatomicRegionSequence, item);
    }
}

package org.medsendx.segmenter.breast;

import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.segmenter.breast.Mammogram.View;

/**
 * How a header says that a breast lies in its picture, by Patient Orientation (PS3.3, C.7.6.1.1.1),
 * and whether it contradicts itself.
 *
 * @param chestWallRight whether the chest wall is at the right: rows run towards the posterior
 *     side; null when it does not say
 * @param headUp whether columns run towards the feet; null when it does not say
 * @param contradicts whether Laterality of the series and of the image name different sides, or the
 *     image's differs from the side that Patient Orientation can only mean
 */
public record HeaderLie(
        @Nullable Boolean chestWallRight, @Nullable Boolean headUp, boolean contradicts) {

    /** What is said by a header that says nothing. */
    static final HeaderLie UNSAID = new HeaderLie(null, null, false);

    static HeaderLie read(DataSet header, View view, @Nullable String side) {
        var words = header.strings(Tag.PatientOrientation);
        String rows = words.isEmpty() ? "" : words.getFirst();
        String columns = words.size() < 2 ? "" : words.get(1);
        return new HeaderLie(
                either(rows.startsWith("P"), rows.startsWith("A")),
                either(columns.startsWith("F"), columns.startsWith("H")),
                sides(header).distinct().count() > 1
                        || side != null
                                && !Objects.requireNonNullElse(side(columns, view, header), side)
                                        .equals(side));
    }

    private static Stream<String> sides(DataSet header) {
        return Stream.of(Tag.ImageLaterality, Tag.FrameLaterality, Tag.Laterality)
                .map(header::string)
                .filter(value -> "L".equals(value) || "R".equals(value));
    }

    private static @Nullable Boolean either(boolean yes, boolean no) {
        return yes ? Boolean.TRUE : no ? Boolean.FALSE : null;
    }

    /**
     * The side that columns name. The plane of an oblique view runs from the armpit, at the head
     * and the outer side, to the feet and the inner side. A craniocaudal picture made for people
     * has its outer side up; one of the detector may have it anywhere.
     */
    private static @Nullable String side(String columns, View view, DataSet header) {
        return switch (view) {
            case MLO ->
                    switch (columns) {
                        case "FR", "HL" -> "L";
                        case "FL", "HR" -> "R";
                        default -> null;
                    };
            case CC ->
                    "FOR PRESENTATION".equals(header.string(Tag.PresentationIntentType))
                            ? switch (columns) {
                                case "R" -> "L";
                                case "L" -> "R";
                                default -> null;
                            }
                            : null;
            case LATERAL, OTHER -> null;
        };
    }
}

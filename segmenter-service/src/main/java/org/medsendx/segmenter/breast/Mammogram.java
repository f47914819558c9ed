package org.medsendx.segmenter.breast;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;

/**
 * What the header of a mammogram says that measuring it needs (PS3.3, C.8.11).
 *
 * @param laterality {@code L} or {@code R}, or null
 * @param view the projection
 * @param forProcessing whether pixel values are those of the detector, not yet made for people
 * @param linear whether values are proportional to exposure (Pixel Intensity Relationship LIN, sign
 *     1); only then is their logarithm an attenuation
 * @param rising whether greater values mean more attenuation
 * @param spacing millimetres from pixel to pixel at the detector, or 0 when unknown
 * @param thickness of the compressed breast in millimetres, or 0 when unknown
 * @param kilovolts tube voltage, or 0 when unknown
 * @param anode Anode Target Material, or empty
 * @param lie how the breast is said to lie in the picture
 */
public record Mammogram(
        @Nullable String laterality,
        View view,
        boolean forProcessing,
        boolean linear,
        boolean rising,
        double spacing,
        double thickness,
        double kilovolts,
        String anode,
        HeaderLie lie) {

    private static final Set<String> CC = Set.of("399162004", "R-10242");
    private static final Set<String> MLO = Set.of("399368009", "R-10226");
    private static final Set<String> LATERAL =
            Set.of("399260004", "R-10224", "399352003", "R-10228");

    /** What is believed of a compressed breast, in millimetres. */
    private static final double LEAST_THICKNESS = 10;

    private static final double MOST_THICKNESS = 150;

    /** The projections that are told apart. */
    public enum View {
        CC,
        MLO,
        /** Mediolateral or lateromedial: no rule about the muscle holds. */
        LATERAL,
        /** Any other, or none said. */
        OTHER
    }

    /**
     * Reads a header.
     *
     * @param inverted whether low values are shown bright
     */
    public static Mammogram read(DataSet header, boolean inverted) {
        var sign = header.doubles(Tag.PixelIntensityRelationshipSign);
        boolean signed = sign.length > 0 && sign[0] != 0;
        boolean falling = signed && sign[0] > 0;
        boolean raw = "FOR PROCESSING".equals(header.string(Tag.PresentationIntentType));
        boolean linear = "LIN".equals(header.string(Tag.PixelIntensityRelationship)) && falling;
        // What is shown bright attenuates; where the header has both, how it is shown decides, as
        // vendors write the sign carelessly in images for presentation.
        boolean rising = raw && signed ? !falling : !inverted;
        var spacing = header.doubles(Tag.ImagerPixelSpacing);
        if (spacing.length == 0) {
            spacing = header.doubles(Tag.PixelSpacing);
        }
        double thick = first(header, Tag.BodyPartThickness);
        String anode = header.string(Tag.AnodeTargetMaterial);
        return new Mammogram(
                laterality(header),
                view(header),
                raw,
                linear,
                rising,
                spacing.length > 0 && spacing[0] > 0.01 && spacing[0] < 2 ? spacing[0] : 0,
                thick >= LEAST_THICKNESS && thick <= MOST_THICKNESS ? thick : 0,
                first(header, Tag.KVP),
                anode == null ? "" : anode.toUpperCase(Locale.ROOT),
                HeaderLie.read(header, view(header), laterality(header)));
    }

    private static double first(DataSet header, int tag) {
        double[] values = header.doubles(tag);
        return values.length > 0 && Double.isFinite(values[0]) ? values[0] : 0;
    }

    /** The side that a header names first, {@code L} or {@code R}; null when it names none. */
    public static @Nullable String laterality(DataSet header) {
        for (int tag : new int[] {Tag.ImageLaterality, Tag.FrameLaterality, Tag.Laterality}) {
            String value = header.string(tag);
            if (value != null && (value.equals("L") || value.equals("R"))) {
                return value;
            }
        }
        return null;
    }

    /** The projection a header names, by View Position or the view code (PS3.16, CID 4014). */
    public static View view(DataSet header) {
        for (DataSet code : header.items(Tag.ViewCodeSequence)) {
            String value = code.string(Tag.CodeValue);
            if (value != null) {
                if (CC.contains(value.strip())) {
                    return View.CC;
                }
                if (MLO.contains(value.strip())) {
                    return View.MLO;
                }
                if (LATERAL.contains(value.strip())) {
                    return View.LATERAL;
                }
            }
        }
        String position = header.string(Tag.ViewPosition);
        return switch (position == null ? "" : position.strip()) {
            case "CC" -> View.CC;
            case "MLO" -> View.MLO;
            case "ML", "LM" -> View.LATERAL;
            default -> View.OTHER;
        };
    }
}

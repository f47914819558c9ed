package org.medsendx.dicom.pixel;

import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;

/**
 * A window (PS3.3, C.11.2.1.2 and C.11.2.1.3).
 *
 * @param center Window Center
 * @param width Window Width, more than 0. Below 1, which {@link Function#LINEAR} may not have but
 *     values below 1 need, the levels rise over that width, as for {@link Function#LINEAR_EXACT}
 */
public record Window(Function function, double center, double width) {

    /** VOI LUT Function. */
    public enum Function {
        LINEAR,
        LINEAR_EXACT,
        SIGMOID
    }

    public Window {
        if (!Double.isFinite(center) || !Double.isFinite(width) || width <= 0) {
            throw new IllegalArgumentException("not a window");
        }
    }

    /** Whether attributes state a window, one that can be used or not. */
    static boolean isStated(DataSet attributes) {
        return isStated(attributes, Tag.WindowCenter) && isStated(attributes, Tag.WindowWidth);
    }

    private static boolean isStated(DataSet attributes, int tag) {
        return attributes.get(tag) instanceof Element element && !element.isEmpty();
    }

    /**
     * The first window that attributes state, or null when there is none that can be used: a width
     * must be more than 0, and both must be numbers.
     */
    static @Nullable Window of(DataSet attributes) {
        double center = Image.first(attributes, Tag.WindowCenter, Double.NaN);
        double width = Image.first(attributes, Tag.WindowWidth, Double.NaN);
        if (Double.isNaN(center) || Double.isNaN(width) || width <= 0) {
            return null;
        }
        String function = attributes.string(Tag.VOILUTFunction);
        return new Window(function(function == null ? "" : function), center, width);
    }

    private static Function function(String term) {
        return switch (term) {
            case "LINEAR_EXACT" -> Function.LINEAR_EXACT;
            case "SIGMOID" -> Function.SIGMOID;
            // the default
            default -> Function.LINEAR;
        };
    }

    /** The level of a value after the modality transformation: 0 for the lowest to 1. */
    public double level(double value) {
        return switch (function) {
            case SIGMOID -> 1 / (1 + Math.exp(-4 * (value - center) / width));
            case LINEAR_EXACT -> exact(value);
            case LINEAR -> {
                if (width < 1) {
                    yield exact(value);
                }
                double span = width - 1;
                yield span == 0
                        // a threshold
                        ? (value <= center - 0.5 ? 0 : 1)
                        : clamp((value - (center - 0.5)) / span + 0.5);
            }
        };
    }

    private double exact(double value) {
        return clamp((value - center) / width + 0.5);
    }

    private static double clamp(double level) {
        return Math.min(1, Math.max(0, level));
    }
}

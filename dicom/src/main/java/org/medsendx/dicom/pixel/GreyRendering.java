package org.medsendx.dicom.pixel;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;

/** The grey-scale transformations of PS3.3, C.11 and PS3.4, N.2 to eight bits. */
final class GreyRendering {

    /** Stored values further apart than this are not rendered by table. */
    private static final long MAX_TABLE = 1 << 20;

    private GreyRendering() {}

    static Image.Rendered render(Image image, int index)
            throws IOException, UnsupportedImageException {
        return render(image, index, image.stored(index));
    }

    static Image.Rendered render(Image image, int index, int[] stored) {
        DoubleUnaryOperator modality = modality(image, index);
        DoubleUnaryOperator voi = voi(image, index, stored, modality);
        boolean inverted = isInverted(image);
        DoubleUnaryOperator grey =
                value -> {
                    double level = voi.applyAsDouble(modality.applyAsDouble(value));
                    return inverted ? 255 - level : level;
                };
        byte[] pixels = apply(stored, grey);
        return new Image.Rendered(image.rows(), image.columns(), 1, pixels);
    }

    private static boolean isInverted(Image image) {
        String shape = image.file().dataSet().string(Tag.PresentationLUTShape);
        return shape == null
                ? image.photometricInterpretation().equals("MONOCHROME1")
                : shape.equals("INVERSE");
    }

    private static byte[] apply(int[] stored, DoubleUnaryOperator grey) {
        int lowest = Integer.MAX_VALUE;
        int highest = Integer.MIN_VALUE;
        for (int value : stored) {
            lowest = Math.min(lowest, value);
            highest = Math.max(highest, value);
        }
        byte[] pixels = new byte[stored.length];
        long range = (long) highest - lowest + 1;
        if (range > MAX_TABLE) {
            for (int i = 0; i < stored.length; i++) {
                pixels[i] = level(grey.applyAsDouble(stored[i]));
            }
            return pixels;
        }
        byte[] table = new byte[(int) range];
        for (int i = 0; i < table.length; i++) {
            table[i] = level(grey.applyAsDouble((double) lowest + i));
        }
        for (int i = 0; i < stored.length; i++) {
            pixels[i] = table[stored[i] - lowest];
        }
        return pixels;
    }

    private static byte level(double value) {
        return (byte) (int) (Math.min(255, Math.max(0, value)) + 0.5);
    }

    /** Modality LUT or rescale (C.11.1). */
    private static DoubleUnaryOperator modality(Image image, int index) {
        List<DataSet> tables = image.file().dataSet().items(Tag.ModalityLUTSequence);
        LookupTable table = tables.isEmpty() ? null : LookupTable.of(tables.getFirst());
        if (table != null) {
            return table::value;
        }
        double slope = image.rescaleSlope(index);
        double intercept = image.rescaleIntercept(index);
        return stored -> stored * slope + intercept;
    }

    /** The first window, else the first VOI LUT (C.11.2), else the 1st to 99th percentile. */
    private static DoubleUnaryOperator voi(
            Image image, int index, int[] stored, DoubleUnaryOperator modality) {
        DataSet attributes = image.attributes(index, Tag.FrameVOILUTSequence);
        double center = Image.first(attributes, Tag.WindowCenter, Double.NaN);
        double width = Image.first(attributes, Tag.WindowWidth, Double.NaN);
        if (!Double.isNaN(center) && width > 0) {
            String function = attributes.string(Tag.VOILUTFunction);
            return window(function == null ? "LINEAR" : function, center, width);
        }
        List<DataSet> tables = attributes.items(Tag.VOILUTSequence);
        LookupTable table = tables.isEmpty() ? null : LookupTable.of(tables.getFirst());
        if (table != null) {
            double top = table.highest();
            return value -> table.value(value) * 255 / top;
        }
        return percentiles(image, stored, modality);
    }

    private static DoubleUnaryOperator window(String function, double center, double width) {
        return switch (function) {
            case "SIGMOID" -> value -> 255 / (1 + Math.exp(-4 * (value - center) / width));
            case "LINEAR_EXACT" -> value -> ((value - center) / width + 0.5) * 255;
            default -> {
                // a width below 1 is not allowed here; 1 is a threshold (C.11.2.1.2.1)
                double span = Math.max(width, 1) - 1;
                yield value ->
                        span == 0
                                ? (value <= center - 0.5 ? 0 : 255)
                                : ((value - (center - 0.5)) / span + 0.5) * 255;
            }
        };
    }

    private static DoubleUnaryOperator percentiles(
            Image image, int[] stored, DoubleUnaryOperator modality) {
        int[] values = withoutPadding(image, stored);
        sort(values);
        double low = modality.applyAsDouble(values[(int) ((values.length - 1) * 0.01)]);
        double high = modality.applyAsDouble(values[(int) ((values.length - 1) * 0.99)]);
        if (low == high) {
            low = modality.applyAsDouble(values[0]);
            high = modality.applyAsDouble(values[values.length - 1]);
        }
        double first = Math.min(low, high);
        double span = Math.abs(high - low);
        return span == 0 ? value -> 0 : value -> (value - first) / span * 255;
    }

    /** By counting where the values are few, as those of images are. */
    private static void sort(int[] values) {
        int lowest = Arrays.stream(values).min().orElse(0);
        int highest = Arrays.stream(values).max().orElse(0);
        long range = (long) highest - lowest + 1;
        if (range > MAX_TABLE) {
            Arrays.sort(values);
            return;
        }
        int[] counts = new int[(int) range];
        for (int value : values) {
            counts[value - lowest]++;
        }
        int to = 0;
        for (int i = 0; i < counts.length; i++) {
            Arrays.fill(values, to, to + counts[i], lowest + i);
            to += counts[i];
        }
    }

    /** Padding says nothing about contrast (C.7.5.1.1.2); an image of nothing else stays whole. */
    private static int[] withoutPadding(Image image, int[] stored) {
        DataSet dataSet = image.file().dataSet();
        @Nullable Integer padding = padding(image, dataSet, Tag.PixelPaddingValue);
        if (padding == null) {
            return stored.clone();
        }
        Integer limit = padding(image, dataSet, Tag.PixelPaddingRangeLimit);
        int from = limit == null ? padding : Math.min(padding, limit);
        int to = limit == null ? padding : Math.max(padding, limit);
        int[] kept = Arrays.stream(stored).filter(value -> value < from || value > to).toArray();
        return kept.length == 0 ? stored.clone() : kept;
    }

    private static @Nullable Integer padding(Image image, DataSet dataSet, int tag) {
        double[] values = dataSet.doubles(tag);
        if (values.length == 0) {
            return null;
        }
        int value = (int) values[0];
        // US where SS was meant is common
        return image.signed() ? (int) (short) value : value & 0xFFFF;
    }
}

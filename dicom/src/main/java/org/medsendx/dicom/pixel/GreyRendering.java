package org.medsendx.dicom.pixel;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.medsendx.picture.Raster;

/** The grey-scale transformations of PS3.3, C.11 and PS3.4, N.2 to eight bits. */
final class GreyRendering {

    /** Stored values further apart than this are not rendered by table. */
    private static final long MAX_TABLE = 1 << 20;

    private GreyRendering() {}

    static Raster render(Image image, int index) throws IOException, UnsupportedImageException {
        return render(image, index, image.stored(index));
    }

    static Raster render(Image image, int index, int[] stored) throws IOException {
        GreyTransformation transformation = GreyTransformation.of(image, index);
        DoubleUnaryOperator modality = transformation.modality();
        DoubleUnaryOperator voi = transformation.voi();
        DoubleUnaryOperator levels = voi == null ? percentiles(image, stored, modality) : voi;
        boolean inverted = transformation.inverted();
        DoubleUnaryOperator grey =
                value -> {
                    double level = levels.applyAsDouble(modality.applyAsDouble(value));
                    return 255 * (inverted ? 1 - level : level);
                };
        byte[] pixels = apply(stored, grey);
        return new Raster(image.rows(), image.columns(), 1, pixels);
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

    /** The 1st to 99th percentile; padding says nothing about contrast (C.7.5.1.1.2). */
    private static DoubleUnaryOperator percentiles(
            Image image, int[] stored, DoubleUnaryOperator modality) {
        int[] values = PaddingRange.without(image.padding(), stored);
        sort(values, image.isUnsigned32());
        double low = modality.applyAsDouble(values[(int) ((values.length - 1) * 0.01)]);
        double high = modality.applyAsDouble(values[(int) ((values.length - 1) * 0.99)]);
        if (low == high) {
            low = modality.applyAsDouble(values[0]);
            high = modality.applyAsDouble(values[values.length - 1]);
        }
        double first = Math.min(low, high);
        double span = Math.abs(high - low);
        return span == 0 ? value -> 0 : value -> (value - first) / span;
    }

    /** Makes the order of unsigned numbers that of signed ones, and back. */
    private static void flip(int[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] ^= Integer.MIN_VALUE;
        }
    }

    /** By counting where the values are few, as those of images are. */
    private static void sort(int[] values, boolean unsigned32) {
        if (unsigned32) {
            flip(values);
            Arrays.sort(values);
            flip(values);
            return;
        }
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
}

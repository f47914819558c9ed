package org.medsendx.anonymizer.pixels;

import java.util.Arrays;
import java.util.List;
import org.medsendx.anonymizer.pixels.Strokes.Stroke;

/**
 * Strokes side by side that may be a line of text, with what speaks for it.
 *
 * @param box around the strokes
 * @param size the usual height of its letters, in pixels
 * @param letters how many letters its strokes can be; one wide stroke counts as several
 * @param unaligned mean distance of its letters from a common base or top line, by size
 * @param uneven how much the letters' peaks differ, by their mean
 * @param thickness mean thickness of the strokes by size
 * @param flat mean share of a letter's pixels close to its peak
 * @param heights how much the letters' heights differ, by size
 * @param peak mean of the letters' peaks
 * @param fill the share of the box that is ink
 * @param around the share of a frame around the box, half a letter wide, that is ink
 */
record TextLine(
        Rectangle box,
        double size,
        int letters,
        double unaligned,
        double uneven,
        double thickness,
        double flat,
        double heights,
        double peak,
        double fill,
        double around) {

    static TextLine of(List<Stroke> strokes, char[] rises, int width, int height) {
        int count = strokes.size();
        var heights = new double[count];
        var tops = new double[count];
        var bottoms = new double[count];
        Rectangle box = null;
        double peaks = 0;
        double flat = 0;
        double area = 0;
        double thickness = 0;
        for (int i = 0; i < count; i++) {
            Stroke stroke = strokes.get(i);
            heights[i] = stroke.height();
            tops[i] = stroke.y();
            bottoms[i] = stroke.bottom();
            peaks += stroke.peak();
            flat += stroke.flat();
            area += stroke.area();
            thickness += stroke.thickness() * stroke.area();
            box = box == null ? stroke.box() : box.around(stroke.box());
        }
        if (box == null) {
            throw new IllegalArgumentException("a line has strokes");
        }
        double size = median(heights);
        double top = median(tops);
        double bottom = median(bottoms);
        double mean = peaks / count;
        double away = 0;
        double spread = 0;
        double differ = 0;
        int letters = 0;
        for (Stroke stroke : strokes) {
            away += Math.min(Math.abs(stroke.y() - top), Math.abs(stroke.bottom() - bottom));
            spread += (stroke.peak() - mean) * (stroke.peak() - mean);
            differ += Math.abs(stroke.height() - size);
            letters += Math.max(1, (int) Math.round(stroke.width() / (0.9 * size)));
        }
        return new TextLine(
                box,
                size,
                letters,
                away / count / size,
                Math.sqrt(spread / count) / mean,
                thickness / area / size,
                flat / count,
                differ / count / size,
                mean,
                area / ((double) box.width() * box.height()),
                around(box, size, rises, width, height));
    }

    private static double around(Rectangle box, double size, char[] rises, int width, int height) {
        int margin = Math.max(2, (int) (size / 2));
        int left = Math.max(0, box.x() - margin);
        int right = Math.min(width, box.right() + margin);
        int ink = 0;
        int all = 0;
        for (int y = Math.max(0, box.y() - margin);
                y < Math.min(height, box.bottom() + margin);
                y++) {
            boolean beside = y >= box.y() && y < box.bottom();
            for (int x = left; x < right; x++) {
                if (beside && x == box.x()) {
                    x = box.right() - 1;
                    continue;
                }
                all++;
                if (rises[y * width + x] != 0) {
                    ink++;
                }
            }
        }
        return all == 0 ? 0 : (double) ink / all;
    }

    /**
     * How much it looks like text, 0 to 1: a logistic regression on lines of letters and on lines
     * of anything else, from generated images and from slices and radiographs without text. Letters
     * are many, thin for their height, alike in brightness, flat-topped, and have clean paper
     * around them.
     *
     * @param range the span of values that matter in the frame
     */
    double score(int range) {
        double count = Math.log(Math.min(letters, 20));
        double contrast = Math.min(1.5, peak / range);
        double sum =
                -19.064
                        + 12.174 * count
                        - 2.112 * count * count
                        + 12.604 * uneven
                        - 8.362 * uneven * count
                        - 4.382 * thickness
                        - 40.234 * thickness * thickness
                        + 4.573 * flat
                        + 5.058 * contrast
                        + 21.223 * fill
                        - 9.860 * fill * fill
                        - 1.261 * Math.log(size)
                        - 4.137 * unaligned
                        - 15.320 * around;
        return 1 / (1 + Math.exp(-sum));
    }

    /** Whether another line is close, of this one's size and contrast. */
    boolean accompanies(TextLine other) {
        double reach = 3 * size;
        Rectangle its = other.box;
        return Math.max(size, other.size) <= 1.6 * Math.min(size, other.size)
                && Math.max(peak, other.peak) <= 1.6 * Math.min(peak, other.peak)
                && its.x() <= box.right() + reach
                && box.x() <= its.right() + reach
                && its.y() <= box.bottom() + reach
                && box.y() <= its.bottom() + reach;
    }

    /** Whether a stroke stands in this line's band and is not too big or too faint for it. */
    boolean mayGoOnWith(Stroke stroke) {
        double middle = stroke.y() + stroke.height() / 2.0;
        return middle >= box.y() - 0.3 * size
                && middle <= box.bottom() + 0.3 * size
                && stroke.height() <= 1.7 * size
                && stroke.width() <= 3 * size
                && stroke.peak() >= 0.6 * peak
                && stroke.peak() <= 1.6 * peak;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

package org.medsendx.deidentification.pixels;

import java.util.Arrays;
import java.util.List;
import org.medsendx.deidentification.pixels.Strokes.Stroke;

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
     * How much it looks like text, 0 to 1, by a small network that was trained on lines of letters
     * and on lines of anything else: generated screens and slices, and samples. Letters are many,
     * thin for their height, alike in brightness, flat-topped, have clean paper around them, and
     * look like letters through each window.
     *
     * @param range the span of values that matter in the frame
     * @param judged what {@link Look#judged} says of it
     */
    double score(int range, double[] judged) {
        return 1 / (1 + Math.exp(-Score.NETWORK.logit(features(range, judged))));
    }

    /** Numbers of about -2 to 2 that describe it. */
    float[] features(int range, double[] judged) {
        double sum = 0;
        for (double one : judged) {
            sum += one;
        }
        double mean = sum / judged.length;
        return new float[] {
            (float) (Math.log(Math.min(letters, 20)) - 1.5),
            (float) (2 * Math.min(1, uneven)),
            (float) (5 * Math.min(0.6, thickness) - 1),
            (float) (2 * flat - 1),
            (float) (2 * Math.min(1.5, peak / range) - 1),
            (float) (3 * fill - 1),
            (float) (4 * around - 0.5),
            (float) (Math.log(size) - 2.3),
            (float) (4 * Math.min(0.6, unaligned) - 0.5),
            (float) (4 * Math.min(0.6, heights) - 0.5),
            (float) (Math.min(3, box.height() / size) - 1.5),
            (float) (mean / 4),
            (float) (judged[0] / 4),
            (float) (judged[judged.length - 1] / 4),
            (float) (judged[judged.length / 2] / 4),
        };
    }

    /** Loaded when first asked, so that it can be trained without. */
    private static final class Score {
        static final Network NETWORK = Network.resource("line.bin");
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

    /** Whether a stroke beside it may be one more letter of its pen. */
    boolean hasOnItsRow(Stroke stroke) {
        boolean beside = stroke.right() <= box.x() || stroke.x() >= box.right();
        return beside
                && Math.abs(stroke.bottom() - box.bottom()) <= 0.3 * size
                && stroke.height() >= 0.7 * size
                && stroke.height() <= 1.3 * size
                && stroke.width() <= 1.3 * size
                && stroke.thickness() <= 1.5 * thickness * size
                && stroke.peak() >= 0.75 * peak
                && stroke.peak() <= 1.3 * peak;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

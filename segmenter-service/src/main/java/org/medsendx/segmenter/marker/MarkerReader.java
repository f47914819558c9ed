package org.medsendx.segmenter.marker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.segmenter.marker.MarkerReading.Place;
import org.medsendx.segmenter.marker.MarkerReading.Said;

/**
 * Reads side markers. A marker is a letter R or L with a flat ground around it, as there is beside
 * a body and not in it, brighter or darker than the ground, upright or turned, seen from before or
 * behind. It stands by itself; or it begins a word that can only be a side and a view (RCC, LMLO),
 * in which no other letter is believed.
 *
 * <p>Letters from {@value #LEAST_SIDE} to {@value #MOST_SIDE} pixels are seen in a picture reduced
 * to {@value #MOST_PIXELS} pixels a side at most, and read in the image itself. Two markers that
 * contradict each other are none. Time and memory follow the number of pixels; what has more shapes
 * than writing has is not read.
 */
public final class MarkerReader {

    static final int MOST_PIXELS = 640;
    static final int LEAST_SIDE = 9;
    static final int MOST_SIDE = 56;

    /** Pixels of the longer side of a shape while it is read. */
    private static final int READ_SIDE = 44;

    private static final int MOST_SHAPES = 80;

    /** So much of a shape's contrast may the ground around it vary. */
    private static final double FLAT = 0.15;

    /** A shape is the largest of what its box holds by so much; else it is several. */
    private static final double ALL = 0.8;

    /** Gap within a word, in heights of its letters. */
    private static final double WORD_GAP = 0.6;

    /** Nothing stands nearer to a letter that stands by itself. */
    private static final double APART = 0.9;

    private final int[] values;
    private final int rows;
    private final int columns;

    private MarkerReader(int[] values, int rows, int columns) {
        this.values = values;
        this.rows = rows;
        this.columns = columns;
    }

    /**
     * What the markers of a projection say.
     *
     * @param values as stored, row by row
     * @param words whether a side may begin a word, as it does in a mammogram (RCC)
     */
    public static MarkerReading read(int[] values, int rows, int columns, boolean words) {
        if (Math.min(rows, columns) < 4 * LEAST_SIDE) {
            return MarkerReading.NOTHING;
        }
        return new MarkerReader(values, rows, columns).read(words);
    }

    private MarkerReading read(boolean words) {
        var small = SmallPicture.of(values, rows, columns, MOST_PIXELS);
        var found = new Shapes(small);
        boolean unread = false;
        Place place = null;
        Said said = null;
        for (boolean bright : new boolean[] {true, false}) {
            var shapes = found.of(bright, LEAST_SIDE, MOST_SIDE);
            var wide = shapes.stream().filter(Shapes.Shape::wide).toList();
            if (wide.size() > MOST_SHAPES) {
                continue;
            }
            for (var shape : wide) {
                var ground = small.ground(shape, bright);
                if (ground == null || ground.spread() > FLAT * ground.contrast()) {
                    continue;
                }
                var mask = mask(shape, ground, small.factor());
                if (mask == null) {
                    continue;
                }
                var letter = Letter.of(mask);
                if (letter == null || !standsAlone(shape, shapes, letter, words)) {
                    continue;
                }
                var side = letter.letter() == Letter.L ? Said.LEFT : Said.RIGHT;
                unread |= said != null && said != side;
                said = side;
                if (place == null) {
                    int factor = small.factor();
                    place =
                            new Place(
                                    shape.top() * factor,
                                    shape.left() * factor,
                                    Math.min(rows, shape.bottom() * factor),
                                    Math.min(columns, shape.right() * factor));
                }
            }
        }
        if (unread) {
            return new MarkerReading(Said.UNREAD, place);
        }
        return said == null ? MarkerReading.NOTHING : new MarkerReading(said, place);
    }

    /** The shape as it is in the image, cut half way between it and its ground. */
    private @Nullable Mask mask(Shapes.Shape shape, SmallPicture.Ground ground, int factor) {
        int top = Math.max(0, (shape.top() - 1) * factor);
        int left = Math.max(0, (shape.left() - 1) * factor);
        int bottom = Math.min(rows, (shape.bottom() + 1) * factor);
        int right = Math.min(columns, (shape.right() + 1) * factor);
        double scale = (double) Math.max(bottom - top, right - left) / READ_SIDE;
        int height = Math.max(1, (int) Math.round((bottom - top) / scale));
        int width = Math.max(1, (int) Math.round((right - left) / scale));
        var grey = new double[height * width];
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                grey[row * width + column] =
                        scale > 1
                                ? mean(top, left, row, column, scale)
                                : between(
                                        top + (row + 0.5) * scale - 0.5,
                                        left + (column + 0.5) * scale - 0.5);
            }
        }
        // The body of the strokes: what lies farthest from the ground, but for a few pixels.
        var away = new double[grey.length];
        for (int i = 0; i < away.length; i++) {
            away[i] = ground.sign() * (grey[i] - ground.level());
        }
        var sorted = away.clone();
        Arrays.sort(sorted);
        double most = sorted[(int) (0.94 * (sorted.length - 1))];
        var ink = new boolean[away.length];
        for (int i = 0; i < ink.length; i++) {
            ink[i] = away[i] > 0.5 * most;
        }
        var whole = Mask.trimmed(height, width, ink);
        var largest = whole == null ? null : whole.largest();
        if (whole != null && largest != null && largest.drawn() < ALL * whole.drawn()) {
            // two letters that touch in the reduced picture
            return null;
        }
        return largest == null || largest.rows() < 12 || largest.columns() < 8 ? null : largest;
    }

    private double mean(int top, int left, int row, int column, double scale) {
        int fromRow = top + (int) (row * scale);
        int toRow = Math.max(fromRow + 1, Math.min(rows, top + (int) ((row + 1) * scale)));
        int fromColumn = left + (int) (column * scale);
        int toColumn =
                Math.max(fromColumn + 1, Math.min(columns, left + (int) ((column + 1) * scale)));
        double sum = 0;
        int n = 0;
        for (int y = fromRow; y < Math.min(rows, toRow); y++) {
            for (int x = fromColumn; x < Math.min(columns, toColumn); x++) {
                sum += values[y * columns + x];
                n++;
            }
        }
        return n == 0 ? 0 : sum / n;
    }

    private double between(double row, double column) {
        int y = (int) Math.clamp(Math.floor(row), 0, rows - 2.0);
        int x = (int) Math.clamp(Math.floor(column), 0, columns - 2.0);
        double b = Math.clamp(row - y, 0, 1);
        double a = Math.clamp(column - x, 0, 1);
        int at = y * columns + x;
        return (1 - b) * ((1 - a) * values[at] + a * values[at + 1])
                + b * ((1 - a) * values[at + columns] + a * values[at + columns + 1]);
    }

    /** Whether a letter is a word by itself, or begins one that names a side and a view. */
    private static boolean standsAlone(
            Shapes.Shape shape, List<Shapes.Shape> all, Letter.Read letter, boolean words) {
        double angle = Math.toRadians(letter.degrees());
        double forward = letter.mirrored() ? -1 : 1;
        double dx = forward * Math.cos(angle);
        double dy = forward * Math.sin(angle);
        double size = Math.max(shape.height(), shape.width());
        int behind = 0;
        var ahead = new ArrayList<Double>();
        for (var other : all) {
            double ratio = Math.max(other.height(), other.width()) / size;
            if (other == shape || ratio < 0.4 || ratio > 1.8) {
                continue;
            }
            double x = other.middleColumn() - shape.middleColumn();
            double y = other.middleRow() - shape.middleRow();
            double along = x * dx + y * dy;
            double across = Math.abs(-x * dy + y * dx);
            if (across > 0.6 * size) {
                continue;
            }
            double gap = Math.abs(along) - 0.5 * size;
            if (along < 0 && gap < APART * size) {
                behind++;
            } else if (along > 0) {
                ahead.add(along / size);
            }
        }
        if (behind > 0) {
            return false;
        }
        ahead.sort(null);
        int followers = 0;
        double last = 0;
        for (double at : ahead) {
            if (at - last > 1 + WORD_GAP) {
                break;
            }
            followers++;
            last = at;
        }
        boolean alone = ahead.isEmpty() || ahead.getFirst() > 0.5 + APART;
        return alone
                || words
                        && (letter.letter() == Letter.L
                                ? followers == 3 || followers == 4
                                : followers >= 2 && followers <= 4);
    }
}

package org.medsendx.segmenter.model;

import java.util.List;
import org.medsendx.segmenter.model.ModelFailure.Reason;

/**
 * How an image is mirrored and turned so that it lies as a model has learned it: rows and columns
 * are mirrored first, then exchanged.
 */
record Turn(boolean mirrorRows, boolean mirrorColumns, boolean exchange) {

    static final Turn NONE = new Turn(false, false, false);

    /**
     * The turn from one orientation to another. Directions are the letters of Patient Orientation
     * (0020,0020): first towards where columns increase, then towards where rows increase.
     *
     * @param has two letters, or none when the image does not say
     * @param wanted none, one or two letters
     */
    static Turn between(List<String> has, List<String> wanted) throws ModelFailure {
        if (wanted.isEmpty()) {
            return NONE;
        }
        if (has.size() == 2) {
            boolean straight = sameAxis(has.get(0), wanted.get(0));
            if (straight || sameAxis(has.get(1), wanted.get(0))) {
                var alongFirst = has.get(straight ? 0 : 1);
                var alongSecond = has.get(straight ? 1 : 0);
                boolean first = !alongFirst.equals(wanted.get(0));
                boolean second = false;
                if (wanted.size() == 2) {
                    if (!sameAxis(alongSecond, wanted.get(1))) {
                        throw unknown();
                    }
                    second = !alongSecond.equals(wanted.get(1));
                }
                return straight ? new Turn(second, first, false) : new Turn(first, second, true);
            }
        }
        throw unknown();
    }

    private static ModelFailure unknown() {
        return new ModelFailure(Reason.GEOMETRY, "the image does not lie along the model's axes");
    }

    private static boolean sameAxis(String one, String other) {
        return axis(one) == axis(other);
    }

    private static int axis(String letter) {
        return "LRAPHF".indexOf(letter) / 2;
    }

    /** Rows of the turned image. */
    int rows(int rows, int columns) {
        return exchange ? columns : rows;
    }

    /** Columns of the turned image. */
    int columns(int rows, int columns) {
        return exchange ? rows : columns;
    }

    /** Where a pixel of the image lies in the turned image. */
    int place(int row, int column, int rows, int columns) {
        int r = mirrorRows ? rows - 1 - row : row;
        int c = mirrorColumns ? columns - 1 - column : column;
        return exchange ? c * rows + r : r * columns + c;
    }

    /** The turned image. */
    float[] turn(float[] image, int rows, int columns) {
        if (equals(NONE)) {
            return image;
        }
        var turned = new float[image.length];
        for (int i = 0; i < image.length; i++) {
            turned[place(i / columns, i % columns, rows, columns)] = image[i];
        }
        return turned;
    }

    /** Labels of the turned image as the image lies. */
    byte[] back(byte[] turned, int rows, int columns) {
        if (equals(NONE)) {
            return turned;
        }
        var image = new byte[turned.length];
        for (int i = 0; i < image.length; i++) {
            image[i] = turned[place(i / columns, i % columns, rows, columns)];
        }
        return image;
    }
}

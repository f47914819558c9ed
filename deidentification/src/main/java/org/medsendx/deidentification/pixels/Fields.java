package org.medsendx.deidentification.pixels;

import java.util.ArrayList;
import java.util.List;

/** The two fields of an interlaced frame, whose rows alternate. */
final class Fields {

    /** Rows of one field are this much more alike than neighbours of both. */
    private static final double COMBED = 2.5;

    private Fields() {}

    /** Both fields, each at the height of the frame; none when the frame is not interlaced. */
    static List<Levels> of(Levels levels) {
        int width = levels.width();
        int height = levels.height() / 2 * 2;
        if (height < 4 || !combed(levels)) {
            return List.of();
        }
        List<Levels> fields = new ArrayList<>();
        for (int field = 0; field < 2; field++) {
            var bright = new char[width * height];
            var dark = levels.dark() == levels.bright() ? bright : new char[width * height];
            for (int y = 0; y < height; y++) {
                int from = (y / 2 * 2 + field) * width;
                System.arraycopy(levels.bright(), from, bright, y * width, width);
                if (dark != bright) {
                    System.arraycopy(levels.dark(), from, dark, y * width, width);
                }
            }
            fields.add(new Levels(width, height, bright, dark, levels.range()));
        }
        return fields;
    }

    private static boolean combed(Levels levels) {
        long neighbours = 0;
        long same = 0;
        int width = levels.width();
        for (int y = 0; y + 2 < levels.height(); y++) {
            for (int x = y % 3; x < width; x += 3) {
                int at = y * width + x;
                int value = levels.bright()[at];
                neighbours += Math.abs(value - levels.bright()[at + width]);
                same += Math.abs(value - levels.bright()[at + 2 * width]);
            }
        }
        return neighbours > COMBED * same && neighbours > 0;
    }
}

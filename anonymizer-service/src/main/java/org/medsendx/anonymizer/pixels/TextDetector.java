package org.medsendx.anonymizer.pixels;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.medsendx.anonymizer.pixels.Strokes.Stroke;
import org.medsendx.anonymizer.pixels.Strokes.TooBusy;

/**
 * Finds lines of text burned into a frame, by their looks: thin strokes of one kind, side by side
 * at one height. It does not read, and knows no alphabet. Letters of about 5 to 80 pixels, bright
 * or dark, horizontal, at least two side by side.
 *
 * <p>Deterministic; time and memory grow with the number of pixels only.
 */
final class TextDetector {

    /** Levels of the pyramid: letters of up to 40, 80 and 160 pixels. */
    private static final int LEVELS = 3;

    private static final int SMALLEST_SIDE = 12;

    /** Frames of more pixels are searched from half their size on: no letters under 10 pixels. */
    private static final long LARGE = 6L << 20;

    /** What a line beside found text of its size must score, as a share of the threshold. */
    private static final double IN_COMPANY = 0.4;

    private static final int MAX_ROUNDS = 3;

    private TextDetector() {}

    /**
     * A line of text.
     *
     * @param area its pixels, with a margin for blurred edges and accents
     * @param score how much it looks like text, 0 to 1
     */
    record Found(Rectangle area, double score) {}

    /**
     * The lines of text of a frame; areas may overlap.
     *
     * @param threshold what a line at this place must score
     * @throws TooBusy when the frame is noise that hides any text
     */
    static List<Found> find(Levels levels, ToDoubleFunction<Rectangle> threshold) throws TooBusy {
        List<Found> found = new ArrayList<>();
        boolean large = (long) levels.width() * levels.height() > LARGE;
        Levels level = large ? levels.half() : levels;
        for (int scale = large ? 2 : 1; scale < 1 << LEVELS; scale *= 2) {
            if (level.width() < SMALLEST_SIDE || level.height() < SMALLEST_SIDE) {
                break;
            }
            for (boolean dark : new boolean[] {false, true}) {
                found.addAll(
                        new Search(level, scale, dark, levels.width(), levels.height(), threshold)
                                .run());
            }
            level = level.half();
        }
        return found;
    }

    /** One level of the pyramid, one polarity. */
    private record Search(
            Levels level,
            int scale,
            boolean dark,
            int columns,
            int rows,
            ToDoubleFunction<Rectangle> threshold) {

        List<Found> run() throws TooBusy {
            char[] rises = Ink.of(level, dark);
            List<Stroke> strokes = Strokes.of(rises, level.width(), level.height());
            List<TextLine> sure = new ArrayList<>();
            List<TextLine> likely = new ArrayList<>();
            for (TextLine line :
                    LineGrouping.lines(strokes, rises, level.width(), level.height())) {
                double score = line.score(level.range());
                double needed = threshold.applyAsDouble(area(line, line.box()));
                if (score >= needed) {
                    sure.add(line);
                } else if (score >= IN_COMPANY * needed) {
                    likely.add(line);
                }
            }
            for (int i = 0; i < sure.size(); i++) {
                TextLine line = sure.get(i);
                List<TextLine> company = likely.stream().filter(line::accompanies).toList();
                sure.addAll(company);
                likely.removeAll(company);
            }
            List<Found> found = new ArrayList<>();
            for (TextLine line : sure) {
                found.add(new Found(area(line, whole(line, strokes)), line.score(level.range())));
            }
            return found;
        }

        /** The line with dots, signs and single letters that go on with it. */
        private static Rectangle whole(TextLine line, List<Stroke> strokes) {
            List<Stroke> near =
                    strokes.stream().filter(stroke -> line.mayGoOnWith(stroke)).toList();
            Rectangle box = line.box();
            double gap = 1.3 * line.size();
            for (int round = 0; round < MAX_ROUNDS; round++) {
                Rectangle before = box;
                for (Stroke stroke : near) {
                    if (stroke.right() >= box.x() - gap && stroke.x() <= box.right() + gap) {
                        box = box.around(stroke.box());
                    }
                }
                if (box.equals(before)) {
                    break;
                }
            }
            return box;
        }

        private Rectangle area(TextLine line, Rectangle box) {
            int margin = Math.max(2, (int) Math.ceil(0.2 * line.size() * scale));
            int x = Math.max(0, box.x() * scale - margin);
            int y = Math.max(0, box.y() * scale - margin);
            int right = Math.min(columns, box.right() * scale + margin);
            int bottom = Math.min(rows, box.bottom() * scale + margin);
            return new Rectangle(x, y, right - x, bottom - y);
        }
    }
}

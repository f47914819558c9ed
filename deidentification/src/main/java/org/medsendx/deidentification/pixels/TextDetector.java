package org.medsendx.deidentification.pixels;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.medsendx.deidentification.pixels.Strokes.Stroke;
import org.medsendx.deidentification.pixels.Strokes.TooBusy;

/**
 * Finds lines of text burned into a frame, by their looks: thin strokes of one kind, side by side
 * at one height, that look like letters through a sliding window ({@link Look}). It does not read,
 * and knows no alphabet. Letters of about 5 to 80 pixels, bright or dark, horizontal, at least two
 * side by side.
 *
 * <p>Where a line is sure, what is like it is judged less strictly: small and faint lines beside
 * it, in its column or on its row, and lines of its size elsewhere on the page.
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
    private static final double IN_COMPANY = 0.25;

    /** The same for a line of the size of found text anywhere on the page. */
    private static final double ON_PAGE = 0.7;

    /** So many letters are no accident. */
    private static final int WORD = 4;

    /** So many letters have a row of their own. */
    private static final int ROW = 3;

    /** The share of ink around a line from which on it stands in a texture, not on paper. */
    private static final double TEXTURE = 0.12;

    private static final int MAX_ROUNDS = 3;

    /** Once bright text is out of the way, the faint beside it stands out. */
    private static final int MAX_LOOKS = 2;

    /** How far from text it is looked for again, in heights of its line. */
    private static final int BESIDE = 3;

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
     * @param threshold what a line at this place must score; above 1 no line can by itself, but
     *     still beside another
     * @throws TooBusy when the frame is noise that hides any text
     */
    static List<Found> find(Levels levels, ToDoubleFunction<Rectangle> threshold) throws TooBusy {
        var first = new Search(levels, threshold, List.of());
        first.run();
        List<Line> lines = first.lines;
        if (first.passedOver && lines.stream().anyMatch(Line::sure)) {
            // Here is text, so that beside it what could not be sure by itself is worth a look.
            lines = again(levels, threshold, lines, found(lines));
        }
        List<Found> found = new ArrayList<>();
        List<Found> more = found(lines);
        for (int look = 1; look < MAX_LOOKS && !more.isEmpty(); look++) {
            found.addAll(more);
            Levels left = levels.without(found.stream().map(Found::area).toList());
            lines = again(left, threshold, lines, more);
            more = found(lines);
        }
        found.addAll(more);
        return found;
    }

    /** The lines beside text that was found, bright beside bright and dark beside dark. */
    private static List<Line> again(
            Levels levels,
            ToDoubleFunction<Rectangle> threshold,
            List<Line> lines,
            List<Found> found)
            throws TooBusy {
        List<Rectangle> beside =
                found.stream()
                        .map(Found::area)
                        .map(area -> area.grown(BESIDE * area.height()))
                        .toList();
        var search = new Search(levels, threshold, beside);
        for (boolean dark : new boolean[] {false, true}) {
            if (lines.stream().anyMatch(line -> line.dark() == dark && line.sure())) {
                search.run(dark);
            }
        }
        return search.lines;
    }

    /**
     * A line that may be text.
     *
     * @param line in the pixels of its level
     * @param box around its strokes, in pixels of the frame
     * @param area with its margin and what goes on with it
     * @param lone areas of single letters further along its row
     * @param size of its letters, in pixels of the frame
     * @param needed what it must score
     */
    private record Line(
            TextLine line,
            boolean dark,
            Rectangle box,
            Rectangle area,
            List<Rectangle> lone,
            double size,
            double score,
            double needed) {

        boolean sure() {
            return score >= needed && (line.letters() >= WORD || score >= (1 + needed) / 2);
        }

        /** Whether it is text enough to speak for others. */
        boolean speaks() {
            return sure() || score >= ON_PAGE * Math.min(1, needed);
        }

        /** Whether it is text when another line surely is. */
        boolean goesWith(Line other) {
            double most = Math.min(1, needed);
            double sizes = Math.max(size, other.size) / Math.min(size, other.size);
            double peaks =
                    Math.max(line.peak(), other.line.peak())
                            / Math.min(line.peak(), other.line.peak());
            boolean likely = score >= ON_PAGE * most && sizes <= 1.8 && peaks <= 2;
            boolean samePen =
                    sizes <= 1.4 && peaks <= 1.5 && dark == other.dark && line.around() <= TEXTURE;
            return likely && line.letters() >= WORD && other.line.letters() >= WORD
                    || (likely || samePen) && beside(other);
        }

        /** Near, further along its row, or further down the column that begins or ends with it. */
        private boolean beside(Line other) {
            double across =
                    Math.max(0, Math.max(box.x() - other.box.right(), other.box.x() - box.right()));
            double down =
                    Math.max(
                            0,
                            Math.max(box.y() - other.box.bottom(), other.box.y() - box.bottom()));
            double large = Math.max(size, other.size);
            boolean row = Math.abs(box.bottom() - other.box.bottom()) <= 0.4 * large;
            boolean column =
                    Math.abs(box.x() - other.box.x()) <= 0.6 * large
                            || Math.abs(box.right() - other.box.right()) <= 0.6 * large;
            return across <= 3 * large && down <= 3 * large
                    || row && across <= 12 * large
                    || column && down <= 5 * large;
        }
    }

    private static List<Found> found(List<Line> lines) {
        List<Line> kept = new ArrayList<>(lines.stream().filter(Line::sure).toList());
        List<Line> likely = new ArrayList<>(lines.stream().filter(line -> !line.sure()).toList());
        for (int i = 0; i < kept.size(); i++) {
            Line line = kept.get(i);
            List<Line> company =
                    line.speaks()
                            ? likely.stream().filter(other -> other.goesWith(line)).toList()
                            : List.of();
            kept.addAll(company);
            likely.removeAll(company);
        }
        List<Found> found = new ArrayList<>();
        for (Line line : kept) {
            if (!isLinesOf(line, kept)) {
                found.add(new Found(line.area(), line.score()));
                line.lone().forEach(area -> found.add(new Found(area, line.score())));
            }
        }
        return found;
    }

    /** Whether it is a paragraph, whose lines look like letters from afar. */
    private static boolean isLinesOf(Line line, List<Line> kept) {
        List<Rectangle> within =
                kept.stream()
                        .filter(other -> other.size() <= 0.6 * line.size())
                        .map(Line::box)
                        .filter(line.box()::meets)
                        .map(line.box()::common)
                        .toList();
        return within.size() >= 2 && Rectangles.covered(within) >= 0.5 * line.box().pixels();
    }

    /** The whole pyramid, both polarities. */
    private static final class Search {

        private final Levels levels;
        private final ToDoubleFunction<Rectangle> threshold;
        private final List<Rectangle> places;
        private final List<Line> lines = new ArrayList<>();
        private boolean passedOver;

        /**
         * @param places where it looks, beside text: also at lines that cannot be sure by
         *     themselves; empty for the whole frame, without these
         */
        Search(Levels levels, ToDoubleFunction<Rectangle> threshold, List<Rectangle> places) {
            this.levels = levels;
            this.threshold = threshold;
            this.places = places;
        }

        void run() throws TooBusy {
            run(false);
            run(true);
        }

        void run(boolean dark) throws TooBusy {
            boolean large = (long) levels.width() * levels.height() > LARGE;
            Levels level = large ? levels.half() : levels;
            for (int scale = large ? 2 : 1; scale < 1 << LEVELS; scale *= 2) {
                if (level.width() < SMALLEST_SIDE || level.height() < SMALLEST_SIDE) {
                    break;
                }
                level(level, scale, dark);
                level = level.half();
            }
        }

        private void level(Levels level, int scale, boolean dark) throws TooBusy {
            List<Rectangle> there = places.stream().map(place -> place.reduced(scale)).toList();
            char[] rises = Ink.of(level, dark, there);
            List<Stroke> strokes = Strokes.of(rises, level.width(), level.height());
            var look = new Look(level, dark);
            for (TextLine line :
                    LineGrouping.lines(strokes, rises, level.width(), level.height())) {
                double needed = threshold.applyAsDouble(area(line, line.box(), scale));
                if (needed > 1 && places.isEmpty()) {
                    passedOver = true;
                    continue;
                }
                double score = line.score(level.range(), look.judged(line.box()));
                if (score >= IN_COMPANY * Math.min(1, needed)) {
                    lines.add(
                            new Line(
                                    line,
                                    dark,
                                    scaled(line.box(), scale),
                                    area(line, whole(line, strokes), scale),
                                    lone(line, strokes, scale),
                                    line.size() * scale,
                                    score,
                                    needed));
                }
            }
        }

        private static Rectangle scaled(Rectangle box, int scale) {
            return new Rectangle(
                    box.x() * scale, box.y() * scale, box.width() * scale, box.height() * scale);
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

        /** Single letters of the same pen on the line's row, such as values in a table. */
        private List<Rectangle> lone(TextLine line, List<Stroke> strokes, int scale) {
            if (line.letters() < ROW || line.around() > TEXTURE) {
                return List.of();
            }
            Rectangle box = line.box();
            double reach = 8 * line.size();
            return strokes.stream()
                    .filter(line::hasOnItsRow)
                    .filter(stroke ->
                            stroke.right() >= box.x() - reach && stroke.x() <= box.right() + reach)
                    .map(stroke -> area(line, stroke.box(), scale))
                    .toList();
        }

        private Rectangle area(TextLine line, Rectangle box, int scale) {
            int margin = Math.max(2, (int) Math.ceil(0.2 * line.size() * scale));
            int x = Math.max(0, box.x() * scale - margin);
            int y = Math.max(0, box.y() * scale - margin);
            int right = Math.min(levels.width(), box.right() * scale + margin);
            int bottom = Math.min(levels.height(), box.bottom() * scale + margin);
            return new Rectangle(x, y, right - x, bottom - y);
        }
    }
}

package org.medsendx.segmenter.highlight;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.medsendx.picture.Canvas;
import org.medsendx.picture.Canvas.Anchor;
import org.medsendx.picture.Palette;
import org.medsendx.picture.Png;
import org.medsendx.picture.Raster;
import org.medsendx.segmenter.tissue.TissueMap;

/**
 * Paints {@code highlighted_scan.png}: the original on the left, the tissue colours on the right, a
 * legend below. The same scene gives the same pixels on every machine, and the same bytes wherever
 * zlib is the same; the PNG has no text chunks.
 */
public final class HighlightPainter {

    private static final int BACKGROUND = 0x14181F;
    private static final int INK = 0xE8ECF1;
    private static final int FAINT = 0x9AA5B1;
    private static final int RULE = 0x2C3440;
    private static final int MASK = 0x3A3F47;

    /** Levels of grey that are tried, until the file is small enough. */
    private static final int[] GREYS = {64, 48, 32, 24, 16, 12, 8};

    /** An image of more pixels is a radiograph, whose picture may be larger. */
    private static final int SLICE = 1_000_000;

    private final int mostSide;
    private final int mostBytes;

    /**
     * @param mostSide longest side of either half in pixels; larger images are reduced
     * @param mostBytes how large a file may be, and two and a half times as much for an image of
     *     more than a million pixels: noise takes levels of grey, and hides that they are few
     */
    public HighlightPainter(int mostSide, int mostBytes) {
        if (mostSide < 64) {
            throw new IllegalArgumentException("a panel has at least 64 pixels a side");
        }
        if (mostBytes < 10_000) {
            throw new IllegalArgumentException("a picture takes at least 10000 bytes");
        }
        this.mostSide = mostSide;
        this.mostBytes = mostBytes;
    }

    /**
     * The picture as a PNG file with a table of colours. With the fewest levels of grey it may
     * still be larger than it should: then it is what it is.
     */
    public byte[] paint(Scene scene) {
        var picture = compose(scene);
        var colours = new ArrayList<>(List.of(INK, FAINT, RULE, MASK));
        scene.classes().forEach(shown -> colours.add(shown.tissue().rgb()));
        scene.marks().stream().map(Scene.Mark::rgb).distinct().forEach(colours::add);
        long pixels = (long) scene.map().rows() * scene.map().columns();
        long most = pixels <= SLICE ? mostBytes : mostBytes * 5L / 2;
        byte[] file = new byte[0];
        for (int greys : GREYS) {
            file = png(picture, Palette.of(greys, BACKGROUND, colours));
            if (file.length <= most) {
                break;
            }
        }
        return file;
    }

    private static byte[] png(Raster picture, Palette palette) {
        var out = new ByteArrayOutputStream();
        try {
            Png.write(out, picture, palette);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return out.toByteArray();
    }

    private Raster compose(Scene scene) {
        var legend = Legend.of(scene);
        int rows = scene.map().rows();
        int columns = scene.map().columns();
        var size = PanelSize.of(rows, columns, mostSide);
        var layout = Layout.of(rows, columns, mostSide);
        int panelWidth = layout.panelWidth();
        int em = layout.em();
        int margin = layout.margin();
        int width = layout.width();
        int top = layout.top();
        int legendTop = top + layout.panelHeight() + margin;
        int lineHeight = em * 2;
        int marks = scene.marks().isEmpty() ? 0 : 1;
        int lines = legend.lines().size() + marks + legend.remarks().size();
        int height = legendTop + lines * lineHeight + margin;
        int left = layout.left();
        int right = layout.right();

        var canvas = new Canvas(width, height, BACKGROUND);
        canvas.text(left, margin + em * 0.7, em, INK, Anchor.START, legend.heading());
        double captions = top - em * 0.6;
        double small = em * 0.85;
        canvas.text(left, captions, small, FAINT, Anchor.START, "Original");
        canvas.text(right, captions, small, FAINT, Anchor.START, "Tissue map");
        canvas.image(left, top, size.fill(rows, columns, grey(scene.original()), greys()));
        canvas.image(right, top, size.fill(rows, columns, scene.map().classes(), colours(scene)));
        for (var mark : scene.marks()) {
            draw(canvas, mark, left, top, size);
            draw(canvas, mark, right, top, size);
        }
        canvas.fill(left, legendTop - margin / 2, right + panelWidth - left, 1, RULE);
        drawLegend(canvas, legend, scene.marks(), left, legendTop, em, lineHeight);
        return canvas.toImage();
    }

    /** A line of the image, in the pixels of a panel; what lies outside of it is cut off. */
    private static void draw(Canvas canvas, Scene.Mark mark, int left, int top, PanelSize size) {
        double scale = (double) size.up() / size.down();
        canvas.line(
                left + mark.fromColumn() * scale,
                top + mark.fromRow() * scale,
                left + mark.toColumn() * scale,
                top + mark.toRow() * scale,
                2,
                mark.rgb());
    }

    private static void drawLegend(
            Canvas canvas,
            Legend legend,
            List<Scene.Mark> marks,
            int left,
            int top,
            int em,
            int lineHeight) {
        int y = top;
        for (var line : legend.lines()) {
            double baseline = y + lineHeight / 2.0 + em * 0.35;
            int swatchTop = y + (lineHeight - em) / 2;
            canvas.fill(left - 1, swatchTop - 1, em + 2, em + 2, FAINT);
            canvas.fill(left, swatchTop, em, em, line.tissue().rgb());
            canvas.text(left + em * 2, baseline, em, INK, Anchor.START, line.tissue().title());
            canvas.text(left + em * 12, baseline, em, FAINT, Anchor.START, "centre");
            canvas.text(left + em * 19.5, baseline, em, INK, Anchor.END, line.centre());
            canvas.text(left + em * 25, baseline, em, INK, Anchor.END, line.share());
            int barWidth = em * 14;
            canvas.fill(left + em * 26, swatchTop + em / 4, barWidth, em / 2, RULE);
            canvas.fill(
                    left + em * 26,
                    swatchTop + em / 4,
                    (int) Math.round(barWidth * line.fraction()),
                    em / 2,
                    line.tissue().rgb());
            y += lineHeight;
        }
        double x = left;
        var named = new HashSet<String>();
        for (var mark : marks) {
            // a curve is many pieces of one name
            if (!named.add(mark.title())) {
                continue;
            }
            double middle = y + lineHeight / 2.0;
            canvas.line(x, middle, x + em * 1.4, middle, 2, mark.rgb());
            canvas.text(x + em * 2, middle + em * 0.35, em, FAINT, Anchor.START, mark.title());
            x += em * 3.5 + Canvas.textWidth(em, mark.title());
        }
        y += marks.isEmpty() ? 0 : lineHeight;
        for (var remark : legend.remarks()) {
            canvas.text(left, y + lineHeight / 2.0 + em * 0.35, em, FAINT, Anchor.START, remark);
            y += lineHeight;
        }
    }

    private static byte[] grey(Raster original) {
        if (original.channels() != 1) {
            throw new IllegalArgumentException("the original is grey");
        }
        return original.pixels();
    }

    private static int[] greys() {
        var greys = new int[256];
        Arrays.setAll(greys, level -> level * 0x010101);
        return greys;
    }

    /** By class; what is masked is the last, a byte of -1. */
    private static int[] colours(Scene scene) {
        var colours = new int[256];
        for (int i = 0; i < scene.classes().size(); i++) {
            colours[i] = scene.classes().get(i).tissue().rgb();
        }
        colours[TissueMap.MASKED & 0xFF] = MASK;
        return colours;
    }
}

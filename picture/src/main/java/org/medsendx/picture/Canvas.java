package org.medsendx.picture;

import java.util.Arrays;

/**
 * An RGB picture to draw charts and legends on, without AWT: the same calls give the same bytes on
 * every machine, also in a native executable and where no fonts are installed.
 *
 * <p>Coordinates are pixels from the upper left corner; pixel (0, 0) covers the square from 0 to 1.
 * Colours are {@code 0xRRGGBB}. What lies outside the picture is not drawn. Edges of lines, discs
 * and letters are smoothed by the distance to the edge.
 */
public final class Canvas {

    /** Which part of a text lies at the given x. */
    public enum Anchor {
        START,
        MIDDLE,
        END
    }

    private final int width;
    private final int height;
    private final byte[] pixels;

    /** A picture of one colour. */
    public Canvas(int width, int height, int background) {
        if (width < 1 || height < 1 || (long) width * height > Integer.MAX_VALUE / 3) {
            throw new IllegalArgumentException("a canvas has at least one pixel and fits an array");
        }
        this.width = width;
        this.height = height;
        this.pixels = new byte[width * height * 3];
        fill(0, 0, width, height, background);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** The picture so far, as a copy. */
    public Raster toImage() {
        return new Raster(height, width, 3, pixels.clone());
    }

    /** Fills a rectangle. */
    public Canvas fill(int x, int y, int w, int h, int rgb) {
        int x0 = Math.max(0, x);
        int x1 = Math.min(width, x + w);
        int first = Math.max(0, y);
        int end = Math.min(height, y + h);
        if (x0 >= x1 || first >= end) {
            return this;
        }
        for (int column = x0; column < x1; column++) {
            put(column, first, rgb);
        }
        int from = (first * width + x0) * 3;
        for (int row = first + 1; row < end; row++) {
            System.arraycopy(pixels, from, pixels, (row * width + x0) * 3, (x1 - x0) * 3);
        }
        return this;
    }

    /** Copies a grey or RGB picture in, its upper left corner at (x, y), pixel for pixel. */
    public Canvas image(int x, int y, Raster picture) {
        int step = picture.channels() == 3 ? 1 : 0;
        byte[] from = picture.pixels();
        int right = Math.min(picture.columns(), width - x);
        int lower = Math.min(picture.rows(), height - y);
        int left = Math.max(0, -x);
        if (step == 1 && left < right) {
            for (int row = Math.max(0, -y); row < lower; row++) {
                System.arraycopy(
                        from,
                        (row * picture.columns() + left) * 3,
                        pixels,
                        ((y + row) * width + x + left) * 3,
                        (right - left) * 3);
            }
            return this;
        }
        for (int row = Math.max(0, -y); row < lower; row++) {
            for (int column = left; column < right; column++) {
                int at = (row * picture.columns() + column) * picture.channels();
                int rgb =
                        (from[at] & 0xFF) << 16
                                | (from[at + step] & 0xFF) << 8
                                | (from[at + 2 * step] & 0xFF);
                put(x + column, y + row, rgb);
            }
        }
        return this;
    }

    /** A line with round ends. */
    public Canvas line(double x0, double y0, double x1, double y1, double strokeWidth, int rgb) {
        stroke(new double[] {x0, y0, x1, y1}, strokeWidth / 2, rgb);
        return this;
    }

    /**
     * A filled circle.
     *
     * @param opacity 0 (nothing) to 1 (covers)
     */
    public Canvas disc(double cx, double cy, double radius, int rgb, double opacity) {
        shade(
                cx - radius,
                cy - radius,
                cx + radius,
                cy + radius,
                rgb,
                opacity,
                (x, y) -> radius - Math.sqrt((x - cx) * (x - cx) + (y - cy) * (y - cy)));
        return this;
    }

    /** The line of a circle; the radius is to the middle of the line. */
    public Canvas ring(double cx, double cy, double radius, double strokeWidth, int rgb) {
        double outer = radius + strokeWidth / 2;
        shade(
                cx - outer,
                cy - outer,
                cx + outer,
                cy + outer,
                rgb,
                1,
                (x, y) ->
                        strokeWidth / 2
                                - Math.abs(
                                        Math.sqrt((x - cx) * (x - cx) + (y - cy) * (y - cy))
                                                - radius));
        return this;
    }

    /**
     * One line of text; letters that the font lacks are drawn as a box.
     *
     * @param baseline y of the line the letters stand on
     * @param size font size; capitals are 0.7 of it high
     */
    public Canvas text(
            double x, double baseline, double size, int rgb, Anchor anchor, String text) {
        double at =
                switch (anchor) {
                    case START -> x;
                    case MIDDLE -> x - textWidth(size, text) / 2;
                    case END -> x - textWidth(size, text);
                };
        double unit = size / StrokeFont.UNITS_PER_SIZE;
        double halfWidth = Math.max(0.55, size * 0.042);
        for (int codePoint : text.codePoints().toArray()) {
            var glyph = StrokeFont.glyph(codePoint);
            var segments = glyph.segments().clone();
            for (int i = 0; i < segments.length; i += 2) {
                segments[i] = at + segments[i] * unit;
                segments[i + 1] = baseline - segments[i + 1] * unit;
            }
            if (segments.length > 0) {
                stroke(segments, halfWidth, rgb);
            }
            at += glyph.advance() * unit;
        }
        return this;
    }

    /** How wide a text is, in pixels. */
    public static double textWidth(double size, String text) {
        return text.codePoints().mapToDouble(c -> StrokeFont.glyph(c).advance()).sum()
                * size
                / StrokeFont.UNITS_PER_SIZE;
    }

    /** Segments as x0, y0, x1, y1; drawn as one shape, so that joints are not darker. */
    private void stroke(double[] segments, double halfWidth, int rgb) {
        double minX = Double.MAX_VALUE;
        double minY = Double.MAX_VALUE;
        double maxX = -Double.MAX_VALUE;
        double maxY = -Double.MAX_VALUE;
        for (int i = 0; i < segments.length; i += 2) {
            minX = Math.min(minX, segments[i]);
            maxX = Math.max(maxX, segments[i]);
            minY = Math.min(minY, segments[i + 1]);
            maxY = Math.max(maxY, segments[i + 1]);
        }
        // As far from a piece as its ink reaches, and a little farther.
        double reach = halfWidth + 1;
        int x0 = (int) Math.max(0, Math.floor(minX - halfWidth - 1));
        int y0 = (int) Math.max(0, Math.floor(minY - halfWidth - 1));
        int x1 = (int) Math.min(width - 1, Math.ceil(maxX + halfWidth + 1));
        int y1 = (int) Math.min(height - 1, Math.ceil(maxY + halfWidth + 1));
        if (x1 < x0 || y1 < y0) {
            return;
        }
        int wide = x1 - x0 + 1;
        var nearest = new double[wide * (y1 - y0 + 1)];
        Arrays.fill(nearest, Double.MAX_VALUE);
        for (int i = 0; i < segments.length; i += 4) {
            double left = Math.min(segments[i], segments[i + 2]) - reach;
            double right = Math.max(segments[i], segments[i + 2]) + reach;
            double upper = Math.min(segments[i + 1], segments[i + 3]) - reach;
            double lower = Math.max(segments[i + 1], segments[i + 3]) + reach;
            int firstX = (int) Math.max(x0, Math.floor(left));
            int lastX = (int) Math.min(x1, Math.ceil(right));
            int lastY = (int) Math.min(y1, Math.ceil(lower));
            for (int y = (int) Math.max(y0, Math.floor(upper)); y <= lastY; y++) {
                for (int x = firstX; x <= lastX; x++) {
                    int at = (y - y0) * wide + x - x0;
                    nearest[at] =
                            Math.min(nearest[at], squaredDistance(segments, i, x + 0.5, y + 0.5));
                }
            }
        }
        for (int y = y0; y <= y1; y++) {
            for (int x = x0; x <= x1; x++) {
                double depth = halfWidth - Math.sqrt(nearest[(y - y0) * wide + x - x0]);
                double covered = Math.clamp(depth + 0.5, 0, 1);
                if (covered > 0) {
                    blend(x, y, rgb, covered);
                }
            }
        }
    }

    /** From a place to a segment. */
    private static double squaredDistance(double[] segments, int i, double x, double y) {
        double dx = segments[i + 2] - segments[i];
        double dy = segments[i + 3] - segments[i + 1];
        double length = dx * dx + dy * dy;
        double along =
                length == 0 ? 0 : ((x - segments[i]) * dx + (y - segments[i + 1]) * dy) / length;
        along = Math.clamp(along, 0, 1);
        double ex = x - segments[i] - along * dx;
        double ey = y - segments[i + 1] - along * dy;
        return ex * ex + ey * ey;
    }

    /** Distance to the edge of a shape in pixels, positive inside. */
    private interface Inside {
        double depth(double x, double y);
    }

    private void shade(
            double minX,
            double minY,
            double maxX,
            double maxY,
            int rgb,
            double opacity,
            Inside inside) {
        int x0 = (int) Math.max(0, Math.floor(minX - 1));
        int y0 = (int) Math.max(0, Math.floor(minY - 1));
        int x1 = (int) Math.min(width - 1, Math.ceil(maxX + 1));
        int y1 = (int) Math.min(height - 1, Math.ceil(maxY + 1));
        for (int y = y0; y <= y1; y++) {
            for (int x = x0; x <= x1; x++) {
                double covered = Math.clamp(inside.depth(x + 0.5, y + 0.5) + 0.5, 0, 1);
                if (covered > 0) {
                    blend(x, y, rgb, covered * opacity);
                }
            }
        }
    }

    private void put(int x, int y, int rgb) {
        int at = (y * width + x) * 3;
        pixels[at] = (byte) (rgb >> 16);
        pixels[at + 1] = (byte) (rgb >> 8);
        pixels[at + 2] = (byte) rgb;
    }

    private void blend(int x, int y, int rgb, double opacity) {
        int at = (y * width + x) * 3;
        if (opacity >= 1) {
            pixels[at] = (byte) (rgb >> 16);
            pixels[at + 1] = (byte) (rgb >> 8);
            pixels[at + 2] = (byte) rgb;
            return;
        }
        for (int channel = 0; channel < 3; channel++) {
            int ink = (rgb >> (16 - 8 * channel)) & 0xFF;
            int paper = pixels[at + channel] & 0xFF;
            pixels[at + channel] = (byte) Math.round(paper + (ink - paper) * opacity);
        }
    }
}

package org.medsendx.deidentification.pixels;

import org.jspecify.annotations.Nullable;

/**
 * Pixels of a frame.
 *
 * @param x first column, from 0
 * @param y first row, from 0
 * @param width columns, at least 1
 * @param height rows, at least 1
 */
public record Rectangle(int x, int y, int width, int height) {

    public Rectangle {
        if (x < 0 || y < 0 || width < 1 || height < 1) {
            throw new IllegalArgumentException("a rectangle has x, y >= 0 and a size");
        }
    }

    /** One past the last column. */
    public int right() {
        return (int) Math.min(Integer.MAX_VALUE, (long) x + width);
    }

    /** One past the last row. */
    public int bottom() {
        return (int) Math.min(Integer.MAX_VALUE, (long) y + height);
    }

    /** The part within a frame, or null when there is none. */
    public @Nullable Rectangle within(int columns, int rows) {
        int toRight = Math.min(columns, right());
        int toBottom = Math.min(rows, bottom());
        return x >= toRight || y >= toBottom
                ? null
                : new Rectangle(x, y, toRight - x, toBottom - y);
    }

    /** How many pixels it has. */
    public long pixels() {
        return (long) width * height;
    }

    /** How many pixels it has in common with another. */
    public long sharedWith(Rectangle other) {
        long across = Math.min(right(), other.right()) - Math.max(x, other.x);
        long down = Math.min(bottom(), other.bottom()) - Math.max(y, other.y);
        return across <= 0 || down <= 0 ? 0 : across * down;
    }

    /** Whether it has pixels in common with another. */
    public boolean meets(Rectangle other) {
        return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
    }

    /**
     * What it has in common with another that it {@linkplain #meets meets}.
     *
     * @throws IllegalArgumentException when they have nothing in common
     */
    public Rectangle common(Rectangle other) {
        int left = Math.max(x, other.x);
        int top = Math.max(y, other.y);
        return new Rectangle(
                left,
                top,
                Math.min(right(), other.right()) - left,
                Math.min(bottom(), other.bottom()) - top);
    }

    /** With so many pixels more on each side, but none left of or above the first. */
    Rectangle grown(int margin) {
        int left = Math.max(0, x - margin);
        int top = Math.max(0, y - margin);
        return new Rectangle(left, top, right() + margin - left, bottom() + margin - top);
    }

    /** Where it is at a size smaller by a whole factor. */
    Rectangle reduced(int factor) {
        return new Rectangle(x / factor, y / factor, width / factor + 1, height / factor + 1);
    }

    /** The smallest one around both. */
    public Rectangle around(Rectangle other) {
        int left = Math.min(x, other.x);
        int top = Math.min(y, other.y);
        return new Rectangle(
                left,
                top,
                Math.max(right(), other.right()) - left,
                Math.max(bottom(), other.bottom()) - top);
    }
}

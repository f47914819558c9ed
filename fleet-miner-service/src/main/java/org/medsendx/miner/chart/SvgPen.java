package org.medsendx.miner.chart;

import java.util.List;
import java.util.Locale;

/**
 * Draws an SVG that stands in a page. It has classes and no colours, so that the page's style sheet
 * makes it light or dark and no policy of the page has to be loosened.
 */
public final class SvgPen implements Pen {

    private final StringBuilder body = new StringBuilder();

    @Override
    public void line(double x0, double y0, double x1, double y1, Ink ink) {
        body.append("<line");
        number("x1", x0);
        number("y1", y0);
        number("x2", x1);
        number("y2", y1);
        ink(ink);
        body.append("/>");
    }

    @Override
    public void path(List<Spot> spots, Ink ink) {
        if (spots.size() < 2) {
            return;
        }
        body.append("<polyline points=\"");
        points(spots);
        body.append('"');
        ink(ink);
        body.append("/>");
    }

    @Override
    public void area(List<Spot> outline, Ink ink) {
        body.append("<polygon points=\"");
        points(outline);
        body.append('"');
        ink(ink);
        body.append("/>");
    }

    @Override
    public void dot(double x, double y, double radius, Ink ink, String title) {
        body.append("<circle");
        number("cx", x);
        number("cy", y);
        number("r", radius);
        ink(ink);
        if (title.isEmpty()) {
            body.append("/>");
        } else {
            body.append("><title>").append(escaped(title)).append("</title></circle>");
        }
    }

    @Override
    public void text(double x, double y, Anchor anchor, Ink ink, String text) {
        body.append("<text");
        number("x", x);
        number("y", y);
        ink(ink);
        body.append(" text-anchor=\"")
                .append(anchor.name().toLowerCase(Locale.ROOT))
                .append("\">")
                .append(escaped(text))
                .append("</text>");
    }

    /**
     * The drawing as an element of a page.
     *
     * @param styles classes of the element
     * @param says what the drawing shows, for those who do not see it
     */
    public String svg(int width, int height, String styles, String says) {
        return "<svg class=\""
                + escaped(styles)
                + "\" viewBox=\"0 0 "
                + width
                + " "
                + height
                + "\" role=\"img\" aria-label=\""
                + escaped(says)
                + "\">"
                + body
                + "</svg>";
    }

    private void number(String name, double value) {
        body.append(' ').append(name).append("=\"").append(rounded(value)).append('"');
    }

    private void ink(Ink ink) {
        body.append(" class=\"").append(ink.word()).append('"');
    }

    private void points(List<Spot> spots) {
        for (int i = 0; i < spots.size(); i++) {
            body.append(i == 0 ? "" : " ")
                    .append(rounded(spots.get(i).x()))
                    .append(',')
                    .append(rounded(spots.get(i).y()));
        }
    }

    /** A tenth of a point is finer than any screen shows. */
    private static String rounded(double value) {
        long tenths = Math.round(value * 10);
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : Double.toString(tenths / 10.0);
    }

    /** Text that is neither a mark-up nor the end of an attribute. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}

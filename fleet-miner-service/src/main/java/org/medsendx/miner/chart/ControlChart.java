package org.medsendx.miner.chart;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.medsendx.miner.chart.Pen.Anchor;
import org.medsendx.miner.statistics.ChartPoint;
import org.medsendx.miner.statistics.Since;

/**
 * A dated control chart of one feature of one scanner. Above: each day's mean deviation and the
 * limits of a usual day. Below: the cumulative sums for a rise and for a fall, and where they
 * decide. Behind both: the days on which the change may have been, and what people said happened.
 *
 * @param points in the order of days
 * @param unit of values and limits
 * @param since when it changed, or null
 * @param events what people said, in any order
 */
public record ControlChart(
        List<ChartPoint> points, String unit, @Nullable Since since, List<Event> events) {

    /**
     * Something that happened to the scanner.
     *
     * @param says in a word
     */
    public record Event(LocalDate day, String says) {}

    /** How large a drawing is. Labels have one size, so that a narrow one has fewer of them. */
    public enum Size {
        WIDE(860, 330, true),
        NARROW(340, 300, false),
        PRINT(515, 210, true);

        private final int width;
        private final int height;
        private final boolean roomy;

        Size(int width, int height, boolean roomy) {
            this.width = width;
            this.height = height;
            this.roomy = roomy;
        }

        public int width() {
            return width;
        }

        public int height() {
            return height;
        }
    }

    private static final double LEFT = 46;
    private static final double RIGHT = 10;
    private static final double TOP = 20;
    private static final double BETWEEN = 20;
    private static final double BOTTOM = 22;
    private static final double LETTER = 6.3;

    /** In limits. A sum goes on for ever, and where it crosses its limit is what is looked for. */
    private static final double SUMS_SHOWN = 2.2;

    public ControlChart {
        points = List.copyOf(points);
        events = List.copyOf(events);
    }

    /** Whether there is anything to draw: a line needs two days. */
    public boolean isDrawn() {
        return points.size() >= 2;
    }

    /** Draws the whole chart. */
    public void draw(Pen pen, Size size) {
        if (!isDrawn()) {
            return;
        }
        double right = size.width - RIGHT;
        double bottom = size.height - BOTTOM;
        double middle = TOP + (bottom - TOP) * 0.62;
        var days = new DayAxis(points.getFirst().day(), points.getLast().day(), LEFT, right);
        var values =
                axis(
                        middle,
                        TOP,
                        size.roomy ? 5 : 4,
                        ChartPoint::value,
                        ChartPoint::low,
                        ChartPoint::high);
        double reach =
                SUMS_SHOWN * points.stream().mapToDouble(ChartPoint::cusumLimit).max().orElse(0);
        var sums = ValueAxis.over(-reach, reach, 2, bottom, middle + BETWEEN);
        change(pen, days, bottom);
        grid(pen, days, values, size);
        grid(pen, days, sums, size);
        for (var tick : days.ticks()) {
            pen.line(days.at(tick), TOP, days.at(tick), bottom, Ink.GRID);
            double x = Math.clamp(days.at(tick), LEFT + 14, right - 22);
            pen.text(x, size.height - 7, Anchor.MIDDLE, Ink.LABEL, days.label(tick));
        }
        pen.text(0, 12, Anchor.START, Ink.LABEL, "day's deviation, " + unit);
        pen.text(
                0,
                middle + BETWEEN - 6,
                Anchor.START,
                Ink.LABEL,
                size.roomy
                        ? "cumulative sums, and where they decide (cut off beyond twice that)"
                        : "cumulative sums");
        band(pen, days, values);
        pen.path(spots(days, values, ChartPoint::value), Ink.VALUE);
        for (var point : points) {
            pen.dot(
                    days.at(point.day()),
                    values.within(point.value()),
                    size.roomy ? 2.6 : 2,
                    Ink.VALUE,
                    size.roomy ? says(point) : "");
        }
        pen.path(spots(days, sums, ChartPoint::cusumLimit), Ink.LIMIT);
        pen.path(spots(days, sums, point -> -point.cusumLimit()), Ink.LIMIT);
        pen.path(spots(days, sums, ChartPoint::cusumUp), Ink.RISE);
        pen.path(spots(days, sums, ControlChart::fall), Ink.FALL);
        events(pen, days, bottom, right);
    }

    /** Draws the line of values and their limits, and nothing else, as small as a word. */
    public void drawSmall(Pen pen, int width, int height) {
        if (!isDrawn()) {
            return;
        }
        var days = new DayAxis(points.getFirst().day(), points.getLast().day(), 2, width - 2.0);
        var values = axis(height - 2.0, 2, 2, ChartPoint::value, ChartPoint::low, ChartPoint::high);
        if (since != null) {
            double x = days.within(since.day());
            pen.line(x, 0, x, height, Ink.CHANGE);
        }
        band(pen, days, values);
        pen.path(spots(days, values, ChartPoint::value), Ink.VALUE);
    }

    /** A sum for a fall goes down, however it is counted. */
    private static double fall(ChartPoint point) {
        return -Math.abs(point.cusumDown());
    }

    private String says(ChartPoint point) {
        return String.format(
                Locale.ROOT,
                "%s: %+.2f %s (%d exam%s; usual %+.2f to %+.2f)",
                point.day(),
                point.value(),
                unit,
                point.exams(),
                point.exams() == 1 ? "" : "s",
                point.low(),
                point.high());
    }

    @SafeVarargs
    private ValueAxis axis(
            double bottom, double top, int ticks, ToDoubleFunction<ChartPoint>... shown) {
        double least = 0;
        double most = 0;
        for (var point : points) {
            for (var value : shown) {
                least = Math.min(least, value.applyAsDouble(point));
                most = Math.max(most, value.applyAsDouble(point));
            }
        }
        return ValueAxis.over(least, most, ticks, bottom, top);
    }

    private List<Spot> spots(DayAxis days, ValueAxis axis, ToDoubleFunction<ChartPoint> value) {
        return points.stream()
                .map(point ->
                        new Spot(days.at(point.day()), axis.within(value.applyAsDouble(point))))
                .toList();
    }

    private void band(Pen pen, DayAxis days, ValueAxis values) {
        var upper = spots(days, values, ChartPoint::high);
        var lower = spots(days, values, ChartPoint::low);
        var outline = new ArrayList<>(upper);
        outline.addAll(lower.reversed());
        pen.area(outline, Ink.BAND);
        pen.path(upper, Ink.LIMIT);
        pen.path(lower, Ink.LIMIT);
    }

    private void change(Pen pen, DayAxis days, double bottom) {
        if (since == null) {
            return;
        }
        double from = days.within(since.earliest());
        // To the end of the last day that it may have been.
        double to = Math.max(from + 2, days.within(since.latest().plusDays(1)));
        pen.area(
                List.of(
                        new Spot(from, TOP),
                        new Spot(to, TOP),
                        new Spot(to, bottom),
                        new Spot(from, bottom)),
                Ink.CHANGE_DAYS);
        double at = days.within(since.day());
        pen.line(at, TOP, at, bottom, Ink.CHANGE);
    }

    private void events(Pen pen, DayAxis days, double bottom, double right) {
        double free = -1;
        var inOrder = new ArrayList<>(events);
        inOrder.sort((a, b) -> a.day().compareTo(b.day()));
        for (var event : inOrder) {
            if (event.day().isBefore(days.first()) || event.day().isAfter(days.last())) {
                continue;
            }
            double x = days.at(event.day());
            pen.line(x, TOP, x, bottom, Ink.EVENT);
            double wide = event.says().length() * LETTER;
            double start = x + 3 + wide > right ? x - 3 - wide : x + 3;
            // A word that would lie on the one before is left to the line alone.
            if (start > free) {
                pen.text(start, TOP + 9, Anchor.START, Ink.EVENT, event.says());
                free = start + wide;
            }
        }
    }

    private static void grid(Pen pen, DayAxis days, ValueAxis axis, Size size) {
        for (double tick : axis.ticks()) {
            double y = axis.at(tick);
            pen.line(days.left(), y, days.right(), y, tick == 0 ? Ink.AXIS : Ink.GRID);
            pen.text(days.left() - 5, y + 3.5, Anchor.END, Ink.LABEL, axis.label(tick));
        }
        pen.line(days.left(), axis.top(), days.left(), axis.bottom(), Ink.AXIS);
    }
}

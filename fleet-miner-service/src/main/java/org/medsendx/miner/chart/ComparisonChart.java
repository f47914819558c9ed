package org.medsendx.miner.chart;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.medsendx.miner.chart.Pen.Anchor;
import org.medsendx.miner.statistics.ChartPoint;

/**
 * One feature of several scanners side by side, day by day.
 *
 * @param lines one for each scanner, at most {@link Ink#MOST_SERIES}
 * @param unit of the values
 */
public record ComparisonChart(List<Line> lines, String unit) {

    /**
     * One scanner.
     *
     * @param points in the order of days
     */
    public record Line(String scanner, List<ChartPoint> points) {
        public Line {
            points = List.copyOf(points);
        }
    }

    private static final double LEFT = 46;
    private static final double RIGHT = 10;
    private static final double TOP = 20;
    private static final double BOTTOM = 22;

    public ComparisonChart {
        lines = List.copyOf(lines);
        if (lines.size() > Ink.MOST_SERIES) {
            throw new IllegalArgumentException("more lines than can be told apart");
        }
    }

    /** Whether there is anything to draw. */
    public boolean isDrawn() {
        return lines.stream().anyMatch(line -> line.points().size() >= 2);
    }

    /** Draws the chart. */
    public void draw(Pen pen, ControlChart.Size size) {
        if (!isDrawn()) {
            return;
        }
        var all = lines.stream().flatMap(line -> line.points().stream()).toList();
        var first = all.stream().map(ChartPoint::day).min(Comparator.naturalOrder()).orElseThrow();
        var last = all.stream().map(ChartPoint::day).max(Comparator.naturalOrder()).orElseThrow();
        double right = size.width() - RIGHT;
        double bottom = size.height() - BOTTOM;
        var days = new DayAxis(first, last, LEFT, right);
        var values =
                ValueAxis.over(
                        Math.min(0, all.stream().mapToDouble(ChartPoint::value).min().orElse(0)),
                        Math.max(0, all.stream().mapToDouble(ChartPoint::value).max().orElse(0)),
                        6,
                        bottom,
                        TOP);
        for (double tick : values.ticks()) {
            double y = values.at(tick);
            pen.line(LEFT, y, right, y, tick == 0 ? Ink.AXIS : Ink.GRID);
            pen.text(LEFT - 5, y + 3.5, Anchor.END, Ink.LABEL, values.label(tick));
        }
        for (LocalDate tick : days.ticks()) {
            pen.line(days.at(tick), TOP, days.at(tick), bottom, Ink.GRID);
            double x = Math.clamp(days.at(tick), LEFT + 14, right - 22);
            pen.text(x, size.height() - 7, Anchor.MIDDLE, Ink.LABEL, days.label(tick));
        }
        pen.text(0, 12, Anchor.START, Ink.LABEL, "day's deviation, " + unit);
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            pen.path(
                    line.points().stream()
                            .map(point -> new Spot(days.at(point.day()), values.at(point.value())))
                            .toList(),
                    Ink.series(i));
            for (var point : line.points()) {
                pen.dot(
                        days.at(point.day()),
                        values.at(point.value()),
                        2.6,
                        Ink.series(i),
                        String.format(
                                Locale.ROOT,
                                "%s, %s: %+.2f %s",
                                line.scanner(),
                                point.day(),
                                point.value(),
                                unit));
            }
        }
    }
}

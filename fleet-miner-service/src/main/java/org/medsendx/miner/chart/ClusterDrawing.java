package org.medsendx.miner.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.medsendx.miner.chart.Pen.Anchor;
import org.medsendx.miner.statistics.FleetView.Point;

/**
 * Weeks of scanners by mean and standard deviation, each as the difference in per cent from what is
 * usual; the smaller of two clusters in another ink, and the latest week of named scanners with
 * their names. Of more weeks than a page can show one in n is drawn.
 *
 * @param points weeks, those of one scanner beside each other
 * @param named scanners whose latest week has its name, at most {@value #MOST_NAMED} of them
 */
public record ClusterDrawing(List<Point> points, List<String> named) {

    private static final int MOST_POINTS = 3000;
    private static final int MOST_NAMED = 12;
    private static final double LEFT = 46;
    private static final double RIGHT = 12;
    private static final double TOP = 20;
    private static final double BOTTOM = 36;
    private static final double LETTER = 6.3;
    private static final double LINE = 13;

    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    /** One in a hundred weeks may lie outside at either side, and is drawn at the rim. */
    private static final int OUTSIDE = 100;

    public ClusterDrawing {
        points = List.copyOf(points);
        named = named.stream().limit(MOST_NAMED).toList();
    }

    /** How many weeks there are to one that is drawn. */
    public int every() {
        return Math.ceilDiv(Math.max(1, points.size()), MOST_POINTS);
    }

    /** Draws the picture. */
    public void draw(Pen pen, ControlChart.Size size) {
        if (points.isEmpty()) {
            return;
        }
        double right = size.width() - RIGHT;
        double bottom = size.height() - BOTTOM;
        var means = axis(points.stream().mapToDouble(Point::mean).toArray(), right, LEFT);
        var spreads = axis(points.stream().mapToDouble(Point::spread).toArray(), TOP, bottom);
        for (double tick : means.ticks()) {
            double x = means.at(tick);
            pen.line(x, TOP, x, bottom, tick == 0 ? Ink.AXIS : Ink.GRID);
            pen.text(x, bottom + 14, Anchor.MIDDLE, Ink.LABEL, means.label(tick));
        }
        for (double tick : spreads.ticks()) {
            double y = spreads.at(tick);
            pen.line(LEFT, y, right, y, tick == 0 ? Ink.AXIS : Ink.GRID);
            pen.text(LEFT - 5, y + 3.5, Anchor.END, Ink.LABEL, spreads.label(tick));
        }
        pen.text(0, 12, Anchor.START, Ink.LABEL, "standard deviation, % off the usual");
        pen.text(right, size.height() - 6.0, Anchor.END, Ink.LABEL, "mean, % off the usual");
        int every = every();
        for (int i = 0; i < points.size(); i++) {
            // Spread evenly, and in no step that weeks and scanners could have too.
            if (i * GOLDEN % 1 * every >= 1) {
                continue;
            }
            var point = points.get(i);
            pen.dot(
                    means.within(point.mean()),
                    spreads.within(point.spread()),
                    2.2,
                    point.cluster() == 1 ? Ink.SECOND : Ink.FIRST,
                    "");
        }
        names(pen, means, spreads, right);
    }

    private void names(Pen pen, ValueAxis means, ValueAxis spreads, double right) {
        Map<String, List<Point>> weeks =
                points.stream()
                        .filter(point -> named.contains(point.scanner()))
                        .collect(Collectors.groupingBy(Point::scanner));
        var written = new ArrayList<Spot>();
        for (var scanner : named) {
            var own = weeks.get(scanner);
            if (own == null) {
                continue;
            }
            var latest = own.stream().max(Comparator.comparing(Point::week)).orElseThrow();
            double x = means.within(latest.mean());
            double y = spreads.within(latest.spread());
            pen.dot(
                    x,
                    y,
                    4.5,
                    Ink.FIFTH,
                    String.format(
                            Locale.ROOT,
                            "%s, week of %s: mean %+.2f %%, standard deviation %+.2f %%",
                            scanner,
                            latest.week(),
                            latest.mean(),
                            latest.spread()));
            double wide = scanner.length() * LETTER;
            double start = x + 8 + wide > right ? x - 8 - wide : x + 8;
            // A name that would lie on another is left to the dot, which says it too.
            if (start >= 0
                    && written.stream()
                            .noneMatch(other ->
                                    Math.abs(other.y() - y) < LINE
                                            && Math.abs(other.x() - start) < wide)) {
                pen.text(start, y + 4, Anchor.START, Ink.FIFTH, scanner);
                written.add(new Spot(start, y));
            }
        }
    }

    private static ValueAxis axis(double[] values, double top, double bottom) {
        Arrays.sort(values);
        int out = values.length / OUTSIDE;
        return ValueAxis.over(
                Math.min(-1, values[out]),
                Math.max(1, values[values.length - 1 - out]),
                6,
                bottom,
                top);
    }
}

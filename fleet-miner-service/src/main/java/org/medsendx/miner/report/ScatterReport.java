package org.medsendx.miner.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.medsendx.miner.statistics.Answer;
import org.medsendx.miner.statistics.FleetView;
import org.medsendx.miner.statistics.FleetView.Point;
import org.medsendx.miner.statistics.FleetView.Scanner;
import org.medsendx.picture.Canvas;
import org.medsendx.picture.Canvas.Anchor;
import org.medsendx.picture.Png;

/**
 * The scatter picture of a fleet: every week of a scanner by the mean and the standard deviation of
 * its pixels, each as the difference in per cent from what is usual for that kind of exam and that
 * mix of tissues; the way of scanners from their first weeks to their latest; outliers with a ring.
 * Of a large fleet only some scanners have a way and a name, outliers before others; their dots are
 * all there. The same view gives the same bytes.
 */
public final class ScatterReport {

    static final int WIDTH = 1200;
    static final int HEIGHT = 800;

    private static final int WHITE = 0xFFFFFF;
    private static final int INK = 0x1F2933;
    private static final int GREY = 0x6B7785;
    private static final int GRID = 0xE6EAEE;
    private static final int AXIS = 0xB4BDC6;
    private static final int ALARM = 0xC8102E;

    private static final int[] COLOURS = {
        0x1F77B4, 0xE08214, 0x2CA02C, 0x8C5BB8, 0x8C564B, 0xD65FA0, 0x17A2B8, 0x7F7F7F, 0xA6A000,
        0x3B4CC0
    };

    private static final int LEFT = 90;
    private static final int TOP = 96;
    private static final int RIGHT = 900;
    private static final int BOTTOM = 680;
    private static final int LEGEND = 930;
    private static final int LEGEND_LINES = 22;
    private static final int LEGEND_LETTERS = 32;

    /** Scanners with a way and a name; more lie on each other. */
    private static final int MOST_NAMED = 24;

    private static final int FIRST_WEEKS = 4;

    private final Canvas canvas = new Canvas(WIDTH, HEIGHT, WHITE);
    private final List<Traced> named;
    private final List<Weeks> weeks;
    private final int scanners;
    private final Axis x;
    private final Axis y;
    private final Labels labels = new Labels(LEFT, TOP, RIGHT, BOTTOM);

    /** The weeks of one scanner; the colour is of its place in the fleet. */
    private record Weeks(Scanner scanner, int colour, List<Point> points) {}

    /** One scanner's way; without first weeks both ends are one. */
    private record Traced(Scanner scanner, int colour, Place from, Place to) {
        boolean outlier() {
            return scanner.answer() == Answer.OUTLIER;
        }
    }

    private ScatterReport(FleetView view) {
        scanners = view.scanners().size();
        Map<String, List<Point>> byScanner =
                view.points().stream().collect(Collectors.groupingBy(Point::scanner));
        weeks = new ArrayList<>();
        for (var scanner : view.scanners()) {
            var own = byScanner.get(scanner.id());
            if (own != null) {
                weeks.add(new Weeks(scanner, COLOURS[weeks.size() % COLOURS.length], own));
            }
        }
        var outliersFirst =
                Comparator.comparing((Weeks w) -> w.scanner().answer() != Answer.OUTLIER);
        named =
                weeks.stream()
                        .sorted(outliersFirst)
                        .limit(MOST_NAMED)
                        .map(ScatterReport::traced)
                        .sorted(Comparator.comparing(traced -> traced.scanner().id()))
                        .toList();
        x =
                Axis.over(
                        view.points().stream().map(Point::mean).toList(),
                        ends().map(Place::mean).toList(),
                        LEFT,
                        RIGHT);
        y =
                Axis.over(
                        view.points().stream().map(Point::spread).toList(),
                        ends().map(Place::spread).toList(),
                        BOTTOM,
                        TOP);
    }

    private Stream<Place> ends() {
        return named.stream().flatMap(traced -> Stream.of(traced.from(), traced.to()));
    }

    private static Traced traced(Weeks weeks) {
        var first =
                weeks.points().stream()
                        .filter(point -> !point.recent())
                        .sorted(Comparator.comparing(Point::week))
                        .limit(FIRST_WEEKS)
                        .toList();
        var latest = weeks.points().stream().filter(Point::recent).toList();
        var from = first.isEmpty() ? latest : first;
        return new Traced(
                weeks.scanner(),
                weeks.colour(),
                middle(from),
                middle(latest.isEmpty() ? from : latest));
    }

    private static Place middle(List<Point> points) {
        return new Place(
                median(points.stream().mapToDouble(Point::mean).toArray()),
                median(points.stream().mapToDouble(Point::spread).toArray()));
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int half = values.length / 2;
        return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }

    /** A PNG of 1200 x 800 pixels. */
    public static byte[] png(FleetView view) {
        var out = new ByteArrayOutputStream();
        try {
            Png.write(out, new ScatterReport(view).draw().toImage());
        } catch (IOException e) {
            throw new UncheckedIOException("memory has room", e);
        }
        return out.toByteArray();
    }

    /** Where a scanner is, in per cent. */
    private record Place(double mean, double spread) {}

    private Canvas draw() {
        canvas.text(LEFT, 42, 26, INK, Anchor.START, "Fleet quality: which scanner has changed?");
        canvas.text(
                LEFT,
                70,
                15,
                GREY,
                Anchor.START,
                "Pixel mean and spread by week, compared with the same kind of exam on all scanners,"
                        + " patient mix taken out");
        axes();
        for (var own : weeks) {
            for (var point : own.points()) {
                double px = x.at(point.mean());
                double py = y.at(point.spread());
                if (px >= LEFT && px <= RIGHT && py >= TOP && py <= BOTTOM) {
                    canvas.disc(px, py, 3.5, own.colour(), point.recent() ? 0.5 : 0.16);
                }
            }
        }
        named.forEach(this::way);
        named.forEach(this::centre);
        // After all centres, so that none covers a label.
        named.forEach(this::label);
        legend();
        canvas.text(
                LEFT,
                HEIGHT - 44,
                14,
                GREY,
                Anchor.START,
                "small dot: a week of a scanner (pale: before the latest four)   small circle: its"
                        + " first weeks   large dot: its latest");
        canvas.text(
                LEFT,
                HEIGHT - 20,
                14,
                GREY,
                Anchor.START,
                "A technical quality view for the people who maintain the scanners. No medical"
                        + " device, no diagnosis.");
        return canvas;
    }

    private void axes() {
        for (double tick : x.ticks()) {
            double at = x.at(tick);
            canvas.line(at, TOP, at, BOTTOM, 1, tick == 0 ? AXIS : GRID);
            canvas.text(at, BOTTOM + 22, 14, GREY, Anchor.MIDDLE, x.label(tick));
        }
        for (double tick : y.ticks()) {
            double at = y.at(tick);
            canvas.line(LEFT, at, RIGHT, at, 1, tick == 0 ? AXIS : GRID);
            canvas.text(LEFT - 10, at + 5, 14, GREY, Anchor.END, y.label(tick));
        }
        canvas.line(LEFT, BOTTOM, RIGHT, BOTTOM, 1.5, AXIS);
        canvas.line(LEFT, TOP, LEFT, BOTTOM, 1.5, AXIS);
        canvas.text(
                (LEFT + RIGHT) / 2.0, BOTTOM + 46, 16, INK, Anchor.MIDDLE, "mean, % off the usual");
        canvas.text(
                LEFT + 10, TOP + 18, 16, INK, Anchor.START, "standard deviation, % off the usual");
        labels.take(LEFT, TOP, 300, 26);
        if (weeks.isEmpty()) {
            canvas.text(
                    (LEFT + RIGHT) / 2.0,
                    (TOP + BOTTOM) / 2.0,
                    22,
                    GREY,
                    Anchor.MIDDLE,
                    "no weeks of known scanners yet");
        }
    }

    private void way(Traced traced) {
        if (traced.from().equals(traced.to())) {
            return;
        }
        double fromX = x.at(traced.from().mean());
        double fromY = y.at(traced.from().spread());
        canvas.line(
                fromX,
                fromY,
                x.at(traced.to().mean()),
                y.at(traced.to().spread()),
                2.5,
                traced.colour());
        canvas.disc(fromX, fromY, 6, WHITE, 1).ring(fromX, fromY, 5.5, 2.2, traced.colour());
    }

    private void centre(Traced traced) {
        double px = x.at(traced.to().mean());
        double py = y.at(traced.to().spread());
        canvas.disc(px, py, 11, WHITE, 1).disc(px, py, 9, traced.colour(), 1);
        if (traced.outlier()) {
            canvas.ring(px, py, 18, 3.2, ALARM);
        }
        labels.take(px - 14, py - 14, 28, 28);
    }

    private void label(Traced traced) {
        double px = x.at(traced.to().mean());
        double py = y.at(traced.to().spread());
        boolean outlier = traced.outlier();
        var text = shortened(traced.scanner().id(), 18) + (outlier ? " (outlier)" : "");
        double size = 15;
        var place = labels.near(px, py, Canvas.textWidth(size, text), size, outlier ? 24 : 16);
        canvas.text(place.x(), place.baseline(), size, outlier ? ALARM : INK, Anchor.START, text);
    }

    private void legend() {
        double line = TOP + 6;
        canvas.text(LEGEND, line, 16, INK, Anchor.START, "scanner, exams, answer");
        var shown = named.subList(0, Math.min(named.size(), LEGEND_LINES));
        for (var traced : shown) {
            line += 26;
            canvas.disc(LEGEND + 8, line - 5, 7, traced.colour(), 1);
            if (traced.outlier()) {
                canvas.ring(LEGEND + 8, line - 5, 10.5, 2.2, ALARM);
            }
            var answer =
                    ", "
                            + traced.scanner().exams()
                            + ", "
                            + FleetWords.plain(traced.scanner().answer());
            canvas.text(
                    LEGEND + 26,
                    line,
                    14,
                    traced.outlier() ? ALARM : INK,
                    Anchor.START,
                    shortened(traced.scanner().id(), Math.max(6, LEGEND_LETTERS - answer.length()))
                            + answer);
        }
        if (scanners > shown.size()) {
            canvas.text(
                    LEGEND + 26,
                    line + 26,
                    14,
                    GREY,
                    Anchor.START,
                    "and " + (scanners - shown.size()) + " more");
        }
    }

    private static String shortened(String id, int most) {
        return id.length() <= most ? id : id.substring(0, most - 2) + "..";
    }
}

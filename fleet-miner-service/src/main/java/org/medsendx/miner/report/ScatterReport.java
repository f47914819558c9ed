package org.medsendx.miner.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.medsendx.contracts.deidentified.ScannerStatus.Status;
import org.medsendx.miner.earlier.FleetView;
import org.medsendx.miner.earlier.FleetView.Point;
import org.medsendx.miner.earlier.FleetView.Scanner;
import org.medsendx.miner.earlier.Robust;
import org.medsendx.picture.Canvas;
import org.medsendx.picture.Canvas.Anchor;
import org.medsendx.picture.Png;

/**
 * The scatter picture of a fleet: every scan by the mean and the standard deviation of its pixels,
 * each as the difference in per cent from what is usual for that kind of scan and that mix of
 * tissues; every scanner's way from its first weeks to its latest; outliers with a ring. The same
 * view gives the same bytes.
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

    private final Canvas canvas = new Canvas(WIDTH, HEIGHT, WHITE);
    private final FleetView view;
    private final Axis x;
    private final Axis y;
    private final Labels labels = new Labels(LEFT, TOP, RIGHT, BOTTOM);

    private ScatterReport(FleetView view) {
        this.view = view;
        var centres = new ArrayList<Place>();
        view.scanners().forEach(scanner -> centres.addAll(way(scanner)));
        x =
                Axis.over(
                        view.points().stream().map(Point::mean).toList(),
                        centres.stream().map(Place::mean).toList(),
                        LEFT,
                        RIGHT);
        y =
                Axis.over(
                        view.points().stream().map(Point::spread).toList(),
                        centres.stream().map(Place::spread).toList(),
                        BOTTOM,
                        TOP);
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
                "Pixel mean and spread of each scan, compared with the same kind of scan on all"
                        + " scanners, patient mix taken out");
        axes();
        for (var point : view.points()) {
            double px = x.at(point.mean());
            double py = y.at(point.spread());
            if (px >= LEFT && px <= RIGHT && py >= TOP && py <= BOTTOM) {
                boolean recent = point.window().equals("RECENT");
                canvas.disc(px, py, 3.5, colour(index(point.scanner())), recent ? 0.5 : 0.16);
            }
        }
        for (int s = 0; s < view.scanners().size(); s++) {
            way(s);
        }
        for (int s = 0; s < view.scanners().size(); s++) {
            centre(s);
        }
        // After all centres, so that none covers a label.
        for (int s = 0; s < view.scanners().size(); s++) {
            label(s);
        }
        legend();
        canvas.text(
                LEFT,
                HEIGHT - 44,
                14,
                GREY,
                Anchor.START,
                "small dot: one scan (pale: before the latest weeks)   small circle: a scanner's"
                        + " first weeks   large dot: its latest weeks");
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
        if (view.points().isEmpty()) {
            canvas.text(
                    (LEFT + RIGHT) / 2.0,
                    (TOP + BOTTOM) / 2.0,
                    22,
                    GREY,
                    Anchor.MIDDLE,
                    "no scans of known scanners yet");
        }
    }

    /** First and latest place, or one place, or none. */
    private List<Place> way(Scanner scanner) {
        var places = new ArrayList<Place>();
        for (var window : List.of("BASELINE", "RECENT")) {
            var own =
                    view.points().stream()
                            .filter(point ->
                                    point.scanner().equals(scanner.id())
                                            && point.window().equals(window))
                            .toList();
            if (!own.isEmpty()) {
                places.add(
                        new Place(
                                Robust.median(own.stream().mapToDouble(Point::mean).toArray()),
                                Robust.median(own.stream().mapToDouble(Point::spread).toArray())));
            }
        }
        return places;
    }

    private void way(int s) {
        var places = way(view.scanners().get(s));
        if (places.size() == 2) {
            double fromX = x.at(places.getFirst().mean());
            double fromY = y.at(places.getFirst().spread());
            canvas.line(
                    fromX,
                    fromY,
                    x.at(places.getLast().mean()),
                    y.at(places.getLast().spread()),
                    2.5,
                    colour(s));
            canvas.disc(fromX, fromY, 6, WHITE, 1).ring(fromX, fromY, 5.5, 2.2, colour(s));
        }
    }

    private void centre(int s) {
        var scanner = view.scanners().get(s);
        var places = way(scanner);
        if (places.isEmpty()) {
            return;
        }
        double px = x.at(places.getLast().mean());
        double py = y.at(places.getLast().spread());
        canvas.disc(px, py, 11, WHITE, 1).disc(px, py, 9, colour(s), 1);
        if (scanner.status() == Status.OUTLIER) {
            canvas.ring(px, py, 18, 3.2, ALARM);
        }
        labels.take(px - 14, py - 14, 28, 28);
    }

    private void label(int s) {
        var scanner = view.scanners().get(s);
        var places = way(scanner);
        if (places.isEmpty()) {
            return;
        }
        double px = x.at(places.getLast().mean());
        double py = y.at(places.getLast().spread());
        boolean outlier = scanner.status() == Status.OUTLIER;
        var text = shortened(scanner.id(), 18) + (outlier ? " (outlier)" : "");
        double size = 15;
        var place = labels.near(px, py, Canvas.textWidth(size, text), size, outlier ? 24 : 16);
        canvas.text(place.x(), place.baseline(), size, outlier ? ALARM : INK, Anchor.START, text);
    }

    private void legend() {
        double line = TOP + 6;
        canvas.text(LEGEND, line, 16, INK, Anchor.START, "scanner, scans, verdict");
        int shown = Math.min(view.scanners().size(), LEGEND_LINES);
        for (int s = 0; s < shown; s++) {
            line += 26;
            var scanner = view.scanners().get(s);
            canvas.disc(LEGEND + 8, line - 5, 7, colour(s), 1);
            boolean outlier = scanner.status() == Status.OUTLIER;
            if (outlier) {
                canvas.ring(LEGEND + 8, line - 5, 10.5, 2.2, ALARM);
            }
            canvas.text(
                    LEGEND + 26,
                    line,
                    14,
                    outlier ? ALARM : INK,
                    Anchor.START,
                    shortened(scanner.id(), 16) + ", " + scanner.scans() + ", " + verdict(scanner));
        }
        if (view.scanners().size() > shown) {
            canvas.text(
                    LEGEND + 26,
                    line + 26,
                    14,
                    GREY,
                    Anchor.START,
                    "and " + (view.scanners().size() - shown) + " more");
        }
    }

    private static String verdict(Scanner scanner) {
        return switch (scanner.status()) {
            case OK -> "ok";
            case OUTLIER -> "outlier";
            case NOT_ENOUGH_DATA -> "no verdict";
        };
    }

    private static String shortened(String id, int most) {
        return id.length() <= most ? id : id.substring(0, most - 2) + "..";
    }

    private int index(String scanner) {
        for (int s = 0; s < view.scanners().size(); s++) {
            if (view.scanners().get(s).id().equals(scanner)) {
                return s;
            }
        }
        throw new IllegalArgumentException("a point of no scanner");
    }

    private static int colour(int scanner) {
        return COLOURS[scanner % COLOURS.length];
    }
}

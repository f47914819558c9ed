package org.medsendx.benchmarks.fleet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.medsendx.picture.Canvas;
import org.medsendx.picture.Canvas.Anchor;
import org.medsendx.picture.Png;

/** Two pictures side by side: rates of false findings, and how fast a step of 3 % is found. */
final class FleetChart {

    private static final int WIDTH = 1400;
    private static final int PAPER = 0xFFFFFF;
    private static final int INK = 0x1F2430;
    private static final int FAINT = 0xD5D9E0;
    private static final int OURS = 0x0B6E99;
    private static final int BEST = 0x8A8F99;
    private static final int BAD = 0xC2410C;
    private static final double LEAST_RATE = 0.05;
    private static final double GREATEST_RATE = 5000;
    private static final int MOST_EXAMS = 60;
    private static final int ROW = 26;
    private static final int TOP = 90;

    private FleetChart() {}

    /** Writes the picture. */
    static void write(Path file, List<FleetStudy.Healthy> healthy, List<FleetStudy.Broken> steps)
            throws IOException {
        int height = Math.max(TOP + ROW * healthy.size() + 70, 620);
        var canvas = new Canvas(WIDTH, height, PAPER);
        rates(canvas, healthy);
        found(canvas, steps, height);
        try (OutputStream out = Files.newOutputStream(file)) {
            Png.write(out, canvas.toImage());
        }
    }

    private static double rateAt(double rate) {
        double place =
                Math.log(Math.clamp(rate, LEAST_RATE, GREATEST_RATE) / LEAST_RATE)
                        / Math.log(GREATEST_RATE / LEAST_RATE);
        return 400 + place * 380;
    }

    private static void rates(Canvas canvas, List<FleetStudy.Healthy> rows) {
        canvas.text(20, 36, 20, INK, Anchor.START, "False findings a fleet-year, healthy fleets");
        canvas.disc(26, 58, 5, OURS, 1).text(38, 63, 13, INK, Anchor.START, "MedSendX, 95 %");
        canvas.line(165, 50, 165, 66, 2, INK).text(174, 63, 13, INK, Anchor.START, "promised");
        canvas.disc(262, 58, 5, BEST, 1).text(274, 63, 13, INK, Anchor.START, "ideal");
        canvas.ring(332, 58, 4, 2, BAD).text(344, 63, 13, INK, Anchor.START, "Shewhart chart");
        canvas.line(460, 54, 468, 62, 2, BAD).line(460, 62, 468, 54, 2, BAD);
        canvas.text(478, 63, 13, INK, Anchor.START, "pooled k-means");
        int bottom = TOP + ROW * rows.size();
        for (double rate = 0.1; rate <= 1000; rate *= 10) {
            double x = rateAt(rate);
            canvas.line(x, TOP - 6, x, bottom, 1, FAINT);
            canvas.text(x, bottom + 20, 13, INK, Anchor.MIDDLE, label(rate));
        }
        int y = TOP + ROW / 2;
        for (var row : rows) {
            canvas.text(390, y + 4, 12, INK, Anchor.END, row.name());
            var interval = row.miner().falseInterval();
            double promise = rateAt(row.promise());
            canvas.line(promise, y - 9, promise, y + 9, 2, INK);
            mark(canvas, row.kMeans().falsePerYear(), y, BAD, true);
            canvas.ring(rateAt(row.shewhart().falsePerYear()), y, 4, 2, BAD);
            canvas.disc(rateAt(row.ideal().falsePerYear()), y, 5, BEST, 0.8);
            canvas.line(rateAt(interval[0]), y, rateAt(interval[1]), y, 2, OURS);
            canvas.disc(rateAt(row.miner().falsePerYear()), y, 5, OURS, 1);
            y += ROW;
        }
        canvas.text(
                590, bottom + 42, 12, INK, Anchor.MIDDLE, "a year; the left edge is 0.05 or less");
    }

    private static void mark(Canvas canvas, double rate, int y, int colour, boolean cross) {
        double x = rateAt(rate);
        if (cross) {
            canvas.line(x - 4, y - 4, x + 4, y + 4, 2, colour);
            canvas.line(x - 4, y + 4, x + 4, y - 4, 2, colour);
        }
    }

    private static String label(double rate) {
        return String.format(Locale.ROOT, rate < 1 ? "%.1f" : "%.0f", rate);
    }

    private static final int[] COLOURS = {
        0x0B6E99, 0xC2410C, 0x15803D, 0x7C3AED, 0xB45309, 0xBE185D, 0x374151
    };

    private static void found(Canvas canvas, List<FleetStudy.Broken> steps, int height) {
        double left = 880;
        double right = 1370;
        double low = Math.min(height - 70, 470);
        canvas.text(
                850, 36, 20, INK, Anchor.START, "Share of gain steps found, by exams since then");
        canvas.text(850, 63, 13, INK, Anchor.START, "broad: MedSendX; thin: the ideal estimator");
        for (int percent = 0; percent <= 100; percent += 25) {
            double y = low - percent * (low - TOP) / 100;
            canvas.line(left, y, right, y, 1, FAINT);
            canvas.text(left - 8, y + 4, 12, INK, Anchor.END, percent + " %");
        }
        for (int exams = 0; exams <= MOST_EXAMS; exams += 10) {
            double x = left + exams * (right - left) / MOST_EXAMS;
            canvas.text(x, low + 20, 12, INK, Anchor.MIDDLE, exams + "");
        }
        int i = 0;
        for (var row : steps) {
            int colour = COLOURS[i % COLOURS.length];
            curve(canvas, row.ideal().delayExams(), left, right, low, 1.2, colour);
            curve(canvas, row.miner().delayExams(), left, right, low, 3.5, colour);
            double y = low + 46 + 20 * i;
            canvas.line(left, y - 4, left + 30, y - 4, 3.5, colour);
            canvas.text(left + 40, y, 13, INK, Anchor.START, row.name());
            i++;
        }
    }

    private static void curve(
            Canvas canvas,
            List<Double> delays,
            double left,
            double right,
            double low,
            double stroke,
            int colour) {
        double x0 = left;
        double y0 = low;
        for (int exams = 0; exams <= MOST_EXAMS; exams++) {
            int limit = exams;
            double share =
                    delays.isEmpty()
                            ? 0
                            : delays.stream().filter(d -> d <= limit).count()
                                    / (double) delays.size();
            double x = left + exams * (right - left) / MOST_EXAMS;
            double y = low - share * (low - TOP);
            canvas.line(x0, y0, x, y, stroke, colour);
            x0 = x;
            y0 = y;
        }
    }
}

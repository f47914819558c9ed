package org.medsendx.miner.report;

import java.util.ArrayList;
import java.util.List;
import org.medsendx.miner.chart.ControlChart;
import org.medsendx.miner.chart.ControlChart.Event;
import org.medsendx.miner.chart.ControlChart.Size;
import org.medsendx.miner.listing.FleetListing;
import org.medsendx.miner.statistics.Evidence;
import org.medsendx.miner.statistics.FleetView.Scanner;
import org.medsendx.picture.Pdf;

/**
 * What is known of one scanner as a PDF for the file: the answer with its numbers, control charts
 * of what decides, all features in a table, what was found and done, and a place to sign. The same
 * bytes for the same analysis and the same entries.
 */
public final class ScannerReport {

    private static final int INK = 0x1F2933;
    private static final int FAINT = 0x56626E;
    private static final int ALARM = 0xB3261E;
    private static final int LINE = 0xCFD7DE;
    private static final double LEFT = 40;
    private static final double RIGHT = Pdf.WIDTH - 40;
    private static final double BOTTOM = Pdf.HEIGHT - 60;
    private static final int MOST_CHARTS = 4;
    private static final double[] COLUMNS = {LEFT, 140, 195, 330, 500};

    private final Pdf pdf;
    private final String scannerId;
    private final String asOf;
    private double y;

    private ScannerReport(String scannerId, String asOf) {
        this.pdf = new Pdf("Fleet quality: " + scannerId);
        this.scannerId = scannerId;
        this.asOf = asOf;
    }

    /**
     * The report.
     *
     * @param asOf when the analysis was made, or that it is stale, in words
     * @param events what people said happened, for the charts
     * @param life what was found and done, a line each, in the order of time
     */
    public static byte[] pdf(Scanner scanner, String asOf, List<Event> events, List<String> life) {
        var report = new ScannerReport(scanner.id(), asOf);
        report.head(scanner);
        report.charts(scanner, events);
        report.table(scanner);
        report.life(life);
        report.signature();
        return report.pdf.bytes();
    }

    private void head(Scanner scanner) {
        page();
        pdf.text(LEFT, y, 20, true, INK, scanner.id());
        y += 18;
        pdf.text(
                LEFT,
                y,
                10,
                false,
                FAINT,
                String.join(
                        ", ",
                        "truck " + scanner.truck(),
                        scanner.make(),
                        scanner.model(),
                        scanner.modality(),
                        scanner.exams() + " exams",
                        scanner.images() + " images",
                        scanner.firstDay() + " to " + scanner.lastDay()));
        y += 26;
        boolean bad = FleetListing.isToBeLookedAt(scanner.answer());
        pdf.text(LEFT, y, 14, true, bad ? ALARM : INK, FleetWords.plain(scanner.answer()));
        y += 16;
        paragraph(FleetWords.means(scanner), INK);
        for (var sentence : FleetWords.answer(scanner)) {
            paragraph(sentence, INK);
        }
        scanner.evidence().stream()
                .filter(Evidence::decides)
                .map(Evidence::cause)
                .distinct()
                .forEach(cause ->
                        paragraph(
                                FleetWords.plain(cause) + ": " + FleetWords.look(cause) + ".",
                                FAINT));
        y += 6;
    }

    private void charts(Scanner scanner, List<Event> events) {
        int drawn = 0;
        for (var evidence : FleetListing.strongestFirst(scanner)) {
            var chart =
                    new ControlChart(evidence.chart(), evidence.unit(), evidence.since(), events);
            if (!chart.isDrawn() || drawn == MOST_CHARTS || (drawn > 0 && !evidence.decides())) {
                continue;
            }
            room(Size.PRINT.height() + 24.0);
            pdf.text(LEFT, y, 11, true, INK, FleetWords.feature(evidence.feature()));
            y += 6;
            chart.draw(new PdfPen(pdf, LEFT, y), Size.PRINT);
            y += Size.PRINT.height() + 18.0;
            drawn++;
        }
    }

    private void table(Scanner scanner) {
        if (scanner.evidence().isEmpty()) {
            return;
        }
        room(60);
        pdf.text(LEFT, y, 11, true, INK, "Features");
        y += 16;
        row(FAINT, "feature", "class", "effect (95 %)", "since", "evidence");
        for (var evidence : FleetListing.strongestFirst(scanner)) {
            room(14);
            row(
                    evidence.decides() ? ALARM : INK,
                    FleetWords.feature(evidence.feature()),
                    FleetWords.plain(evidence.cause()),
                    FleetWords.effect(evidence.effect(), evidence.unit()),
                    FleetWords.since(evidence.since()),
                    FleetWords.figure(Math.abs(evidence.score()))
                            + " of "
                            + FleetWords.figure(evidence.limit()));
        }
        y += 10;
    }

    private void row(int rgb, String... cells) {
        for (int i = 0; i < cells.length; i++) {
            pdf.text(COLUMNS[i], y, 8, false, rgb, cells[i]);
        }
        y += 4;
        pdf.line(new double[] {LEFT, y, RIGHT, y}, 0.4, 0, LINE);
        y += 10;
    }

    private void life(List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        room(40);
        pdf.text(LEFT, y, 11, true, INK, "Found and done");
        y += 15;
        for (var line : lines) {
            paragraph(line, INK);
        }
        y += 6;
    }

    private void signature() {
        room(70);
        y += 44;
        pdf.line(new double[] {LEFT, y, LEFT + 200, y}, 0.6, 0, INK);
        pdf.line(new double[] {LEFT + 230, y, RIGHT, y}, 0.6, 0, INK);
        y += 11;
        pdf.text(LEFT, y, 8, false, FAINT, "day");
        pdf.text(LEFT + 230, y, 8, false, FAINT, "medical physicist, service engineer");
    }

    private void paragraph(String text, int rgb) {
        for (var line : lines(text, 9.5, RIGHT - LEFT)) {
            room(13);
            pdf.text(LEFT, y, 9.5, false, rgb, line);
            y += 13;
        }
    }

    /** Words on lines that are no wider than that; a word that is wider is cut. */
    static List<String> lines(String text, double size, double width) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : text.strip().split("\\s+", -1)) {
            var rest = word;
            while (Pdf.textWidth(size, false, rest) > width && rest.length() > 1) {
                int fits = rest.length() - 1;
                while (fits > 1 && Pdf.textWidth(size, false, rest.substring(0, fits)) > width) {
                    fits--;
                }
                if (!line.isEmpty()) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                lines.add(rest.substring(0, fits));
                rest = rest.substring(fits);
            }
            if (!line.isEmpty() && Pdf.textWidth(size, false, line + " " + rest) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(rest);
        }
        lines.add(line.toString());
        return lines;
    }

    private void room(double height) {
        if (y + height > BOTTOM) {
            page();
        }
    }

    private void page() {
        pdf.page();
        pdf.text(LEFT, 36, 9, true, FAINT, "MedSendX Edge, fleet quality");
        pdf.text(RIGHT - Pdf.textWidth(9, false, asOf), 36, 9, false, FAINT, asOf);
        pdf.line(new double[] {LEFT, 44, RIGHT, 44}, 0.6, 0, LINE);
        pdf.text(
                LEFT,
                Pdf.HEIGHT - 36,
                7.5,
                false,
                FAINT,
                "A technical quality view for the people who maintain the scanners. No medical"
                        + " device, no diagnosis. Pseudonymised, and still personal data.");
        var page = scannerId + ", page " + pdf.pages();
        pdf.text(RIGHT - Pdf.textWidth(7.5, false, page), Pdf.HEIGHT - 26, 7.5, false, FAINT, page);
        y = 72;
    }
}

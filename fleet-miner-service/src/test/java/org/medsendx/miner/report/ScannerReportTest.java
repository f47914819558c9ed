package org.medsendx.miner.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.medsendx.miner.chart.ControlChart.Event;
import org.medsendx.miner.listing.SampleFleet;
import org.medsendx.miner.statistics.FleetView.Scanner;
import org.medsendx.picture.Pdf;

class ScannerReportTest {

    private static final Scanner CHANGED = SampleFleet.of(12).scanners().get(1);

    private static byte[] report(List<String> life) {
        return ScannerReport.pdf(
                CHANGED,
                "as of 2026-11-28 10:00 UTC",
                List.of(new Event(SampleFleet.TODAY.minusDays(45), "service")),
                life);
    }

    private static String text(byte[] pdf) throws IOException {
        try (var read = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(read);
        }
    }

    @Test
    void says_what_the_page_says_and_has_a_line_to_sign_on() throws IOException {
        var text = text(report(List.of("2026-10-20 gain: acknowledged by paul")));

        assertThat(text)
                .contains("SCANNER-00001", "outlier", "truck TRUCK-0000", "as of 2026-11-28")
                .contains("Gain: -3.20 % (95 %: -3.90 to -2.50), since 2026-10-19")
                .contains("2026-10-16 to 2026-10-21", "edge width mm", "defect columns")
                .contains("acknowledged by paul", "medical physicist", "no diagnosis");
    }

    @Test
    void draws_the_chart_of_what_decides() throws IOException {
        try (var read = Loader.loadPDF(report(List.of()))) {
            var page = new PDFRenderer(read).renderImage(0);
            int line = 0;
            int change = 0;
            for (int y = 0; y < page.getHeight(); y++) {
                for (int x = 0; x < page.getWidth(); x++) {
                    int rgb = page.getRGB(x, y) & 0xFFFFFF;
                    line += rgb == 0x1F5FA8 ? 1 : 0;
                    change += rgb == 0xF9E3E1 ? 1 : 0;
                }
            }
            assertThat(line).isGreaterThan(100);
            assertThat(change).isGreaterThan(500);
        }
    }

    @Test
    void goes_on_over_as_many_pages_as_it_needs() throws IOException {
        var life =
                Collections.nCopies(150, "2026-10-20 somebody wrote " + "a long note ".repeat(20));

        try (var read = Loader.loadPDF(report(life))) {
            assertThat(read.getNumberOfPages()).isGreaterThan(5);
            var text = new PDFTextStripper().getText(read);
            assertThat(text).contains("SCANNER-00001, page " + read.getNumberOfPages());
            assertThat(text.split("somebody wrote", -1)).hasSize(151);
        }
    }

    @Test
    void is_the_same_for_the_same_analysis() {
        assertThat(report(List.of("x"))).isEqualTo(report(List.of("x")));
    }

    @Test
    void no_line_is_wider_than_the_page_and_no_letter_is_lost() {
        var text = "a " + "w".repeat(400) + " b c " + "words and more ".repeat(30);

        var lines = ScannerReport.lines(text, 10, 200);

        assertThat(lines).allMatch(line -> Pdf.textWidth(10, false, line) <= 200);
        assertThat(String.join("", lines).replace(" ", "")).isEqualTo(text.replace(" ", ""));
    }
}

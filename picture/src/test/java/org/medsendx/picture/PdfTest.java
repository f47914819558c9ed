package org.medsendx.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.io.IOException;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/** PDFBox reads what is written. */
class PdfTest {

    private static String text(Pdf pdf) throws IOException {
        try (PDDocument read = Loader.loadPDF(pdf.bytes())) {
            return new PDFTextStripper().getText(read);
        }
    }

    @Test
    void a_reader_finds_the_pages_their_text_and_the_title() throws IOException {
        var pdf = new Pdf("Fleet quality: S1").page();
        pdf.text(40, 60, 12, true, 0, "Scanner (S1) \\ back");
        pdf.page()
                .text(40, 60, 12, false, 0, "moved by -3.2 % \u00b1 0.7 \u2013 d\u00e9j\u00e0 vu");

        try (PDDocument read = Loader.loadPDF(pdf.bytes())) {
            assertThat(read.getNumberOfPages()).isEqualTo(2);
            assertThat(read.getDocumentInformation().getTitle()).isEqualTo("Fleet quality: S1");
            assertThat(read.getPage(0).getMediaBox().getWidth()).isEqualTo(595);
        }
        assertThat(text(pdf))
                .contains(
                        "Scanner (S1) \\ back",
                        "moved by -3.2 % \u00b1 0.7 \u2013 d\u00e9j\u00e0 vu");
    }

    @Test
    void text_that_the_font_has_not_is_a_question_mark_and_no_broken_file() throws IOException {
        var pdf = new Pdf("t").page().text(40, 60, 12, false, 0, "a\u4e2d\ud83d\ude00b\nc\u0000");

        assertThat(text(pdf)).contains("a??b?c?");
    }

    @Test
    void lines_areas_and_discs_are_where_they_were_drawn() throws IOException {
        var pdf = new Pdf("t").page();
        pdf.area(new double[] {100, 100, 200, 100, 200, 150, 100, 150}, 0xFF0000);
        pdf.line(new double[] {100, 300, 300, 300}, 4, 0, 0x0000FF);
        pdf.disc(400, 500, 10, 0x00FF00);

        try (PDDocument read = Loader.loadPDF(pdf.bytes())) {
            var page = new PDFRenderer(read).renderImage(0);
            assertThat(page.getWidth()).isEqualTo(595);
            assertThat(page.getRGB(150, 125) & 0xFFFFFF).isEqualTo(0xFF0000);
            assertThat(page.getRGB(150, 160) & 0xFFFFFF).isEqualTo(0xFFFFFF);
            assertThat(page.getRGB(200, 300) & 0xFFFFFF).isEqualTo(0x0000FF);
            assertThat(page.getRGB(400, 500) & 0xFFFFFF).isEqualTo(0x00FF00);
            assertThat(page.getRGB(415, 500) & 0xFFFFFF).isEqualTo(0xFFFFFF);
        }
    }

    @Test
    void widths_are_those_of_the_font() throws IOException {
        var words = "The quick brown fox jumps over 0123456789 lazy dogs: {[(%$&@~|)]} _^`";
        for (boolean bold : new boolean[] {false, true}) {
            var font =
                    new PDType1Font(
                            bold
                                    ? Standard14Fonts.FontName.HELVETICA_BOLD
                                    : Standard14Fonts.FontName.HELVETICA);

            assertThat(Pdf.textWidth(1000, bold, words))
                    .isCloseTo(font.getStringWidth(words), offset(0.01));
        }
    }

    @Test
    void the_same_strokes_are_the_same_bytes() {
        assertThat(new Pdf("t").page().text(1, 2, 3, true, 4, "5").bytes())
                .isEqualTo(new Pdf("t").page().text(1, 2, 3, true, 4, "5").bytes());
    }

    @Test
    void what_cannot_be_drawn_is_refused() {
        assertThatThrownBy(() -> new Pdf("t").text(1, 2, 3, true, 4, "5"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new Pdf("t").page().text(Double.NaN, 2, 3, true, 4, "5"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Pdf("t").page().line(new double[] {1, 2}, 1, 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

package org.medsendx.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.medsendx.picture.Canvas.Anchor;

class CanvasTest {

    private static final int WHITE = 0xFFFFFF;
    private static final int RED = 0xFF0000;

    @Test
    void has_a_drawing_for_every_printable_ascii_character() {
        for (int character = ' '; character <= '~'; character++) {
            assertThat(StrokeFont.knows(character)).as("%c", character).isTrue();
        }
    }

    @Test
    void draws_a_box_for_a_letter_it_does_not_know() {
        var unknown = new Canvas(20, 20, WHITE).text(4, 15, 14, 0, Anchor.START, "\u4e16");

        assertThat(unknown.toImage().pixels())
                .isNotEqualTo(new Canvas(20, 20, WHITE).toImage().pixels());
    }

    @Test
    void ignores_what_lies_outside_the_picture() {
        var canvas = new Canvas(8, 8, WHITE);

        canvas.fill(-5, -5, 6, 6, RED)
                .disc(100, 100, 10, RED, 1)
                .line(-50, 4, -20, 4, 3, RED)
                .text(500, 500, 12, RED, Anchor.END, "x");

        assertThat(rgb(canvas, 0, 0)).isEqualTo(RED);
        assertThat(rgb(canvas, 1, 1)).isEqualTo(WHITE);
    }

    @Test
    void smooths_the_edge_of_a_disc_and_fills_its_middle() {
        var canvas = new Canvas(20, 20, WHITE).disc(10, 10, 6.5, 0, 1);

        assertThat(rgb(canvas, 10, 10)).isZero();
        assertThat(rgb(canvas, 0, 0)).isEqualTo(WHITE);
        assertThat(rgb(canvas, 16, 10) & 0xFF).isBetween(1, 254);
    }

    @Test
    void places_text_by_its_anchor() {
        double width = Canvas.textWidth(14, "scanner");

        var start = new Canvas(120, 30, WHITE).text(20, 20, 14, 0, Anchor.START, "scanner");
        var end = new Canvas(120, 30, WHITE).text(20 + width, 20, 14, 0, Anchor.END, "scanner");

        assertThat(end.toImage().pixels()).isEqualTo(start.toImage().pixels());
    }

    @Test
    void copies_a_grey_picture_pixel_for_pixel() {
        var grey = new Raster(1, 2, 1, new byte[] {(byte) 10, (byte) 200});

        var canvas = new Canvas(4, 4, WHITE).image(1, 2, grey);

        assertThat(rgb(canvas, 1, 2)).isEqualTo(0x0A0A0A);
        assertThat(rgb(canvas, 2, 2)).isEqualTo(0xC8C8C8);
        assertThat(rgb(canvas, 3, 2)).isEqualTo(WHITE);
    }

    @Test
    void refuses_a_size_that_no_array_holds() {
        assertThatThrownBy(() -> new Canvas(40_000, 40_000, WHITE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static int rgb(Canvas canvas, int x, int y) {
        var pixels = canvas.toImage().pixels();
        int at = (y * canvas.width() + x) * 3;
        return (pixels[at] & 0xFF) << 16 | (pixels[at + 1] & 0xFF) << 8 | (pixels[at + 2] & 0xFF);
    }
}

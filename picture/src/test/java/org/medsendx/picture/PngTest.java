package org.medsendx.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PngTest {

    private static byte[] png(Raster picture) throws IOException {
        var out = new ByteArrayOutputStream();
        Png.write(out, picture);
        return out.toByteArray();
    }

    @Test
    void writes_the_pixels_and_nothing_else_and_the_same_bytes_each_time() throws IOException {
        var picture = new Raster(2, 2, 3, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});

        byte[] png = png(picture);

        var read = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(read.getRGB(1, 1)).isEqualTo(0xFF0A0B0C);
        assertThat(png).isEqualTo(png(picture));
        assertThat(new String(png, StandardCharsets.ISO_8859_1))
                .doesNotContain("tEXt", "iTXt", "zTXt", "tIME");
    }

    @Test
    void a_table_keeps_its_colours_and_black_and_white_and_rounds_the_other_greys()
            throws IOException {
        var palette = Palette.of(16, 0x14181F, List.of(0xD08A3C));
        byte[] pixels = {0, 0, 0, (byte) 0xD0, (byte) 0x8A, 0x3C, 100, 100, 100, -1, -1, -1};
        var out = new ByteArrayOutputStream();

        Png.write(out, new Raster(2, 2, 3, pixels), palette);

        var read = ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
        assertThat(read.getColorModel().getPixelSize()).isEqualTo(8);
        assertThat(read.getRGB(0, 0)).isEqualTo(0xFF000000);
        assertThat(read.getRGB(1, 0)).isEqualTo(0xFFD08A3C);
        assertThat(read.getRGB(0, 1)).isEqualTo(0xFF666666);
        assertThat(read.getRGB(1, 1)).isEqualTo(0xFFFFFFFF);
    }

    @Test
    void a_table_takes_the_nearest_colour_for_one_that_it_does_not_have() {
        var palette = Palette.of(16, 0x14181F, List.of(0xD08A3C, 0x3C8AD0));
        byte[] almost = {(byte) 0xD2, (byte) 0x88, 0x40};

        int entry = palette.entries(new Raster(1, 1, 3, almost))[0] & 0xFF;

        assertThat(palette.rgb(entry)).isEqualTo(0xD08A3C);
        assertThat(palette.size()).isEqualTo(21);
    }

    @Test
    void bone_goes_from_black_over_blue_grey_to_white() {
        var bone = Png.bone(new Raster(1, 3, 1, new byte[] {0, 93, (byte) 255}));

        assertThat(bone.channels()).isEqualTo(3);
        assertThat(bone.pixels()).startsWith(0, 0, 0).endsWith(255, 255, 255);
        // matplotlib's cm.bone(93) is 0.319, 0.319, 0.444
        assertThat(bone.pixels()[3] & 0xFF).isBetween(80, 83);
        assertThat(bone.pixels()[5] & 0xFF).isBetween(112, 115);
    }
}

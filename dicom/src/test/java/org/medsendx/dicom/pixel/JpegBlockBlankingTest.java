package org.medsendx.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.pixel.JpegBlockBlanking.Blanked;
import org.medsendx.dicom.pixel.JpegBlockBlanking.Part;

class JpegBlockBlankingTest {

    @TempDir Path folder;

    static Stream<Jpegs> kinds() {
        return Stream.of(
                Jpegs.grey(61, 83),
                Jpegs.grey(40, 40).restarting(3),
                new Jpegs(50, 70, false, 2, 2, 0),
                Jpegs.colour(61, 83, 1, 1),
                Jpegs.colour(61, 83, 2, 1),
                Jpegs.colour(61, 83, 2, 2),
                Jpegs.colour(61, 83, 1, 2),
                Jpegs.colour(64, 96, 2, 2).restarting(2),
                Jpegs.colour(64, 96, 2, 1).restarting(5),
                Jpegs.colour(9, 7, 2, 2));
    }

    private int[] decoded(Jpegs kind, byte[] stream) throws Exception {
        PictureFile file =
                PictureFile.of(
                        kind.rows(),
                        kind.columns(),
                        kind.colour() ? 3 : 1,
                        kind.colour() ? "YBR_FULL_422" : "MONOCHROME2",
                        8);
        return PictureFile.read(folder, file.stream(Uid.JPEGBaseline8Bit, stream)).stored(0);
    }

    private static String photometric(Jpegs kind) {
        return kind.colour() ? "YBR_FULL_422" : "MONOCHROME2";
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void blanks_the_parts_and_leaves_the_other_blocks_as_they_are(Jpegs kind) throws Exception {
        List<Part> parts = List.of(new Part(3, 5, 11, 30), new Part(33, 50, 1, 400));
        for (byte[] stream : List.of(kind.stream(), kind.lean())) {
            Blanked blanked = JpegBlockBlanking.blank(stream, photometric(kind), parts);
            int[] before = decoded(kind, stream);
            int[] after = decoded(kind, blanked.stream());

            int samples = kind.colour() ? 3 : 1;
            int unchanged = 0;
            for (int y = 0; y < kind.rows(); y++) {
                for (int x = 0; x < kind.columns(); x++) {
                    int at = (y * kind.columns() + x) * samples;
                    boolean inside = isIn(parts, y, x, 1);
                    boolean luma = isIn(parts, y, x, 8);
                    boolean changed = isIn(blanked.changed(), y, x, 1);
                    if (inside) {
                        assertThat(after[at]).as("%d,%d", y, x).isZero();
                        for (int i = 1; i < samples; i++) {
                            assertThat(after[at + i]).as("%d,%d", y, x).isEqualTo(128);
                        }
                    }
                    if (!luma) {
                        assertThat(after[at]).as("%d,%d", y, x).isEqualTo(before[at]);
                    }
                    if (!changed) {
                        unchanged++;
                        for (int i = 0; i < samples; i++) {
                            assertThat(after[at + i]).as("%d,%d", y, x).isEqualTo(before[at + i]);
                        }
                    }
                }
            }
            assertThat(unchanged > 0 || kind.rows() < 10).isTrue();
        }
    }

    /** Whether a pixel is in a part that was widened to whole units. */
    private static boolean isIn(List<Part> parts, int y, int x, int unit) {
        return parts.stream()
                .anyMatch(part ->
                        y / unit >= part.row() / unit
                                && y / unit <= (part.row() + part.rows() - 1) / unit
                                && x / unit >= part.column() / unit
                                && x / unit <= (part.column() + part.columns() - 1) / unit);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void changes_no_pixel_when_there_is_nothing_to_blank(Jpegs kind) throws Exception {
        byte[] stream = kind.stream();
        byte[] same = JpegBlockBlanking.blank(stream, photometric(kind), List.of()).stream();

        assertThat(decoded(kind, same)).isEqualTo(decoded(kind, stream));
        // again: nothing is left to remove
        assertThat(JpegBlockBlanking.blank(same, photometric(kind), List.of()).stream())
                .isEqualTo(same);
    }

    @Test
    void leaves_out_what_decoding_does_not_need() throws Exception {
        byte[] secret = "QUASTELMEIER OTTILIE".getBytes(StandardCharsets.US_ASCII);
        Jpegs kind = Jpegs.colour(32, 32, 2, 2);
        byte[] stream = Jpegs.withSegment(kind.stream(), 0xFE, secret);
        stream = Jpegs.withSegment(stream, 0xE1, secret);
        // a quantization table that no component has
        byte[] table = Arrays.copyOf(secret, 65);
        System.arraycopy(secret, 0, table, 1, secret.length);
        table[0] = 3;
        stream = Jpegs.withSegment(stream, 0xDB, table);
        // a thumbnail in JFIF
        int jfif = Jpegs.indexOf(stream, 0xE0);
        byte[] thumb = Arrays.copyOfRange(stream, jfif + 4, jfif + 4 + 14 + 21);
        thumb[12] = 7;
        thumb[13] = 1;
        System.arraycopy(secret, 0, thumb, 14, secret.length);
        stream = Jpegs.withSegment(Jpegs.without(stream, 0xE0), 0xE0, thumb);
        byte[] behind = Arrays.copyOf(stream, stream.length + secret.length);
        System.arraycopy(secret, 0, behind, stream.length, secret.length);

        byte[] clean = JpegBlockBlanking.blank(behind, "YBR_FULL_422", List.of()).stream();

        assertThat(new String(clean, StandardCharsets.ISO_8859_1)).doesNotContain("QUASTEL");
        assertThat(decoded(kind, clean)).isEqualTo(decoded(kind, kind.stream()));
        assertThat(Jpegs.indexOf(clean, 0xE0)).isEqualTo(2);
    }

    @Test
    void blanks_all_colours_of_a_stream_of_red_green_and_blue() throws Exception {
        Jpegs kind = Jpegs.colour(32, 32, 1, 1);
        byte[] adobe = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};
        byte[] stream = Jpegs.withSegment(Jpegs.without(kind.stream(), 0xE0), 0xEE, adobe);

        var part = List.of(new Part(0, 0, 8, 8));
        byte[] blanked = JpegBlockBlanking.blank(stream, "YBR_FULL_422", part).stream();

        assertThat(Arrays.copyOf(decoded(kind, blanked), 24)).containsOnly(0);
    }

    @Test
    void refuses_what_has_to_be_decoded_and_encoded_anew() throws IOException {
        assertRefused(Jpegs.colour(32, 32, 2, 2).progressive(), "jpeg-process");
        assertRefused(Base64.getDecoder().decode(CodeStreams.LOSSLESS_PREDICTOR_6), "jpeg-process");
        byte[] stream = Jpegs.colour(32, 32, 1, 1).stream();
        assertRefused(Arrays.copyOf(stream, stream.length / 2), "code-stream");
        // only the first component is in the scan
        int scan = Jpegs.indexOf(stream, 0xDA);
        byte[] single = Arrays.copyOf(stream, stream.length - 4);
        System.arraycopy(
                new byte[] {(byte) 0xFF, (byte) 0xDA, 0, 8, 1, 1, 0, 0, 63, 0},
                0,
                single,
                scan,
                10);
        System.arraycopy(stream, scan + 14, single, scan + 10, stream.length - scan - 14);
        assertRefused(single, "jpeg-scans");
    }

    private static void assertRefused(byte[] stream, String code) {
        assertThatThrownBy(() -> JpegBlockBlanking.blank(stream, "YBR_FULL_422", List.of()))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage(code);
    }

    @Test
    void ends_in_a_stream_or_a_reason_whatever_the_bytes() throws IOException {
        var random = new Random(7);
        List<byte[]> streams =
                List.of(
                        Jpegs.colour(64, 96, 2, 2).restarting(2).stream(),
                        Jpegs.grey(61, 83).lean(),
                        Jpegs.colour(61, 83, 2, 1).lean());
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] stream = streams.get(i % streams.size()).clone();
            int changes = 1 + random.nextInt(6);
            for (int j = 0; j < changes; j++) {
                stream[random.nextInt(stream.length)] = (byte) random.nextInt();
            }
            if (i % 7 == 0) {
                stream = Arrays.copyOf(stream, random.nextInt(stream.length));
            }
            try {
                var part = new Part(random.nextInt(70), random.nextInt(100), 9, 20);
                byte[] blanked =
                        JpegBlockBlanking.blank(stream, "YBR_FULL_422", List.of(part)).stream();
                assertThat(blanked.length).isLessThan(8 * stream.length + 4096);
            } catch (UnsupportedImageException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(300, 2900);
    }
}

package org.medsendx.segmenter.marker;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Font;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.medsendx.segmenter.marker.MarkedPicture.Writing;
import org.medsendx.segmenter.marker.MarkerReading.Said;

/**
 * Side markers in generated pictures; docs/quality.md has the figures of many ({@code
 * -Dmarkers.pictures=20}).
 */
class MarkerReaderTest {

    /** Pictures of a row of the table, for each side. */
    private static final int PICTURES = Integer.getInteger("markers.pictures", 1);

    private static final String SANS = Font.SANS_SERIF;

    /** Without writing: two breasts of each side, one of them enlarged, and limbs. */
    private static final List<MarkedPicture> PLAIN = new ArrayList<>();

    @BeforeAll
    static void draws() {
        for (int i = 0; i < 2; i++) {
            PLAIN.add(MarkedPicture.breast(70 + i, false, 1));
            PLAIN.add(MarkedPicture.breast(80 + i, true, 1));
            PLAIN.add(MarkedPicture.breast(90 + i, i == 0, 3));
            PLAIN.add(MarkedPicture.limb(700, 560, i));
        }
    }

    /** What the table varies. */
    private record Row(
            String font,
            int style,
            double size,
            double degrees,
            boolean anyAngle,
            boolean mirrored,
            boolean negative,
            double blur,
            double noise,
            double contrast) {

        static final Row USUAL =
                new Row(SANS, Font.BOLD, 0.06, 0, false, false, false, 0.02, 20, 0.5);

        Row font(String other, int otherStyle) {
            return new Row(
                    other,
                    otherStyle,
                    size,
                    degrees,
                    anyAngle,
                    mirrored,
                    negative,
                    blur,
                    noise,
                    contrast);
        }

        Row size(double other) {
            return new Row(
                    font, style, other, degrees, anyAngle, mirrored, negative, blur, noise,
                    contrast);
        }

        Row degrees(double other) {
            return new Row(
                    font, style, size, other, anyAngle, mirrored, negative, blur, noise, contrast);
        }

        Row anyAngle(boolean also) {
            return new Row(font, style, size, degrees, true, also, negative, blur, noise, contrast);
        }

        Row turned(boolean over, boolean inverse) {
            return new Row(
                    font, style, size, degrees, anyAngle, over, inverse, blur, noise, contrast);
        }

        Row worse(double moreBlur, double moreNoise, double less) {
            return new Row(
                    font, style, size, degrees, anyAngle, mirrored, negative, moreBlur, moreNoise,
                    less);
        }
    }

    private static Map<String, Row> rows() {
        var rows = new LinkedHashMap<String, Row>();
        var usual = Row.USUAL;
        rows.put("upright, sans-serif, bold, 6 % of the height", usual);
        rows.put("not bold", usual.font(SANS, Font.PLAIN));
        rows.put("serif, bold", usual.font(Font.SERIF, Font.BOLD));
        rows.put("serif", usual.font(Font.SERIF, Font.PLAIN));
        rows.put("typewriter", usual.font(Font.MONOSPACED, Font.PLAIN));
        rows.put("3 % of the height", usual.size(0.03));
        rows.put("4.5 % of the height", usual.size(0.045));
        rows.put("8 % of the height", usual.size(0.08));
        rows.put("tilted by 8 degrees", usual.degrees(8));
        rows.put("turned by 90 degrees", usual.degrees(90));
        rows.put("turned by 180 degrees", usual.degrees(180));
        rows.put("turned by any angle", usual.anyAngle(false));
        rows.put("seen from behind", usual.turned(true, false));
        rows.put("from behind, turned by any angle", usual.anyAngle(true));
        rows.put("negative", usual.turned(false, true));
        rows.put("blurred by 8 % of its height", usual.worse(0.08, 20, 0.5));
        rows.put("blurred by 12 % of its height", usual.worse(0.12, 20, 0.5));
        rows.put("noise a tenth of its contrast", usual.worse(0.02, 205, 0.5));
        rows.put("noise a fifth of its contrast", usual.worse(0.02, 410, 0.5));
        rows.put("a tenth of the range", usual.worse(0.02, 20, 0.1));
        return rows;
    }

    @Test
    void reads_sides_and_never_the_other_one() {
        int rightOfUsual = 0;
        for (var row : rows().entrySet()) {
            var found = new int[2][3];
            for (int i = 0; i < 2 * PICTURES; i++) {
                boolean left = i % 2 == 0;
                var said = read(left ? "L" : "R", row.getValue(), i, false).said();
                int at =
                        said == (left ? Said.LEFT : Said.RIGHT)
                                ? 0
                                : said == Said.NONE || said == Said.UNREAD ? 1 : 2;
                found[left ? 0 : 1][at]++;
            }
            System.out.printf(
                    "| %s | %d | %d | %d |%n",
                    row.getKey(), found[0][0], found[1][0], found[0][2] + found[1][2]);
            assertThat(found[0][2] + found[1][2]).as(row.getKey()).isZero();
            if (row.getValue() == Row.USUAL) {
                rightOfUsual = found[0][0] + found[1][0];
            }
        }
        assertThat(rightOfUsual).isGreaterThanOrEqualTo(2 * PICTURES * 9 / 10);
    }

    @Test
    void reads_a_side_that_begins_a_word_in_a_mammogram() {
        var said = new LinkedHashMap<String, Integer>();
        for (String word : List.of("RCC", "RMLO", "LMLO", "LXCCL", "R MLO", "L CC", "MLO  R")) {
            for (int i = 0; i < PICTURES; i++) {
                var side = read(word, Row.USUAL.size(0.04), i, true).said();
                assertThat(side).as(word).isNotEqualTo(word.contains("R") ? Said.LEFT : Said.RIGHT);
                said.merge(word, side == Said.NONE || side == Said.UNREAD ? 0 : 1, Integer::sum);
            }
        }
        System.out.println("words " + said);
        assertThat(said).containsEntry("RCC", PICTURES).containsEntry("LMLO", PICTURES);
    }

    @Test
    void reads_no_side_in_other_writing() {
        int read = 0;
        int all = 0;
        var wrong = new ArrayList<String>();
        var texts =
                new ArrayList<>(
                        List.of(
                                "CC", "MLO", "ML", "LM", "LMO", "AP", "PA", "LAT", "REPEAT",
                                "SUPINE", "ERECT", "RX", "ROOM", "LL", "RL", "12:30", "kV", "JR",
                                "PRL", "RS", "Rev.", "REV", "LIN", "RIB", "LIVER", "R1", "L1"));
        for (char c = 'A'; c <= 'Z'; c++) {
            if (c != 'R' && c != 'L') {
                texts.add(String.valueOf(c));
            }
        }
        for (char c = '0'; c <= '9'; c++) {
            texts.add(String.valueOf(c));
        }
        texts.addAll(
                List.of(
                        "b", "h", "k", "n", "e", "g", "t", "r", "l", "&", "@", "?", "+", "<",
                        "\u2192", "\u25a1", "\u25b3", "\u221f"));
        for (String text : texts) {
            for (int i = 0; i < PICTURES; i++) {
                var row =
                        switch ((i + text.charAt(0)) % 4) {
                            case 0 -> Row.USUAL;
                            case 1 ->
                                    Row.USUAL
                                            .anyAngle(text.charAt(0) % 8 < 4)
                                            .font(SANS, Font.PLAIN);
                            case 2 -> Row.USUAL.degrees(90).font(Font.SERIF, Font.BOLD);
                            default -> Row.USUAL.size(0.04).worse(0.06, 100, 0.4);
                        };
                all++;
                var said = read(text, row, i, false).said();
                if (said == Said.LEFT || said == Said.RIGHT) {
                    read++;
                    wrong.add(text);
                }
            }
        }
        System.out.printf("other writing: read as a side %d of %d %s%n", read, all, wrong);
        assertThat(read).isLessThanOrEqualTo(all / 100);
    }

    @Test
    void reads_no_side_where_there_is_no_writing() {
        for (var picture : PLAIN) {
            var noisy = picture.noisy(30, 3);
            assertThat(
                            MarkerReader.read(noisy.values(), noisy.rows(), noisy.columns(), true)
                                    .said())
                    .isEqualTo(Said.NONE);
        }
    }

    @Test
    void says_where_the_letter_is() {
        var picture = MarkedPicture.limb(700, 560, 5);
        var marked =
                picture.with(new Writing("R", SANS, Font.BOLD, 40, 0, false, 1, 0.5), 100, 80)
                        .noisy(20, 1);

        var reading = MarkerReader.read(marked.values(), 700, 560, false);

        assertThat(reading.said()).isEqualTo(Said.RIGHT);
        var place = java.util.Objects.requireNonNull(reading.marker());
        assertThat(place.top()).isBetween(74, 84);
        assertThat(place.bottom()).isBetween(116, 128);
        assertThat(place.left()).isBetween(60, 72);
        assertThat(place.right()).isBetween(88, 106);
    }

    @Test
    void two_markers_that_contradict_each_other_are_not_read() {
        var writing = new Writing("R", SANS, Font.BOLD, 40, 0, false, 1, 0.5);
        var other = new Writing("L", SANS, Font.BOLD, 40, 0, false, 1, 0.5);
        var marked =
                MarkedPicture.limb(700, 560, 5)
                        .with(writing, 100, 80)
                        .with(other, 500, 80)
                        .noisy(20, 1);

        assertThat(MarkerReader.read(marked.values(), 700, 560, false).said())
                .isEqualTo(Said.UNREAD);
    }

    private static MarkerReading read(String text, Row row, int number, boolean words) {
        var random = new SplittableRandom(1000 + number);
        var plain = PLAIN.get(number / 2 % PLAIN.size());
        int size = (int) Math.round(row.size() * plain.rows());
        var writing =
                new Writing(
                        text,
                        row.font(),
                        row.style(),
                        size,
                        row.anyAngle() ? 360 * random.nextDouble() : row.degrees(),
                        row.mirrored(),
                        row.blur() * size,
                        row.contrast());
        int[] place = air(plain, (text.length() + 1) * size, random);
        var marked = plain.with(writing, place[0], place[1]).noisy(row.noise(), number);
        if (row.negative()) {
            marked = marked.negative();
        }
        return MarkerReader.read(marked.values(), marked.rows(), marked.columns(), words);
    }

    /** Somewhere beside the body where this much air is around. */
    private static int[] air(MarkedPicture picture, int wide, SplittableRandom random) {
        for (int round = 0; round < 20_000; round++) {
            int reach = round < 10_000 ? wide : wide * 3 / 4;
            int row = random.nextInt(picture.rows());
            int column = random.nextInt(picture.columns());
            if (row < reach
                    || column < reach * 3 / 4
                    || row + reach >= picture.rows()
                    || column + reach * 3 / 4 >= picture.columns()) {
                continue;
            }
            boolean clear = true;
            for (int y = row - reach * 3 / 4; clear && y < row + reach * 3 / 4; y += 5) {
                for (int x = column - reach * 3 / 4; clear && x < column + reach * 3 / 4; x += 5) {
                    clear = picture.values()[y * picture.columns() + x] < 340;
                }
            }
            if (clear) {
                return new int[] {row, column};
            }
        }
        // long words beside a breast that leaves little air
        return new int[] {picture.rows() / 12, picture.columns() / 2};
    }
}

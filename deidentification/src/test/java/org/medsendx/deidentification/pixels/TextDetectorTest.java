package org.medsendx.deidentification.pixels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.medsendx.deidentification.pixels.Pictures.Ground;
import org.medsendx.deidentification.pixels.Pictures.Line;
import org.medsendx.deidentification.pixels.Pictures.Picture;
import org.medsendx.deidentification.pixels.TextDetector.Found;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.picture.Canvas;

class TextDetectorTest {

    private static final double THRESHOLD = PixelRules.Detector.DEFAULT.threshold();

    /** Other seeds than those the score was fitted on. */
    private static final long FIRST_SEED = 1001;

    private static final int PICTURES = 56;

    /** The boxes of the samples were measured in images with a border of this width. */
    private static final int PADDING = 25;

    private static boolean[] masked(Picture picture, List<Found> found) {
        var masked = new boolean[picture.width() * picture.height()];
        for (Found one : found) {
            Rectangle area = one.area();
            for (int y = area.y(); y < area.bottom(); y++) {
                for (int x = area.x(); x < area.right(); x++) {
                    masked[y * picture.width() + x] = true;
                }
            }
        }
        return masked;
    }

    private static boolean isNear(Line line, int x, int y) {
        int margin = (int) (0.35 * line.size()) + 3;
        Rectangle box = line.box();
        return x >= box.x() - margin
                && x < box.right() + margin
                && y >= box.y() - margin
                && y < box.bottom() + margin;
    }

    @Test
    void finds_98_of_100_lines_and_blanks_less_than_1_percent_of_what_is_clean() throws Exception {
        int lines = 0;
        int covered = 0;
        long clean = 0;
        long blanked = 0;
        for (int i = 0; i < PICTURES; i++) {
            Ground ground = Ground.values()[i % Ground.values().length];
            Picture picture = Pictures.of(FIRST_SEED + i, ground, i % 4 != 3);

            boolean[] masked =
                    masked(picture, TextDetector.find(picture.levels(), area -> THRESHOLD));

            for (Line line : picture.lines()) {
                long hidden = 0;
                for (int pixel : line.ink()) {
                    hidden += masked[pixel] ? 1 : 0;
                }
                lines++;
                covered += hidden >= 0.95 * line.ink().length ? 1 : 0;
            }
            for (int pixel = 0; pixel < masked.length; pixel++) {
                int x = pixel % picture.width();
                int y = pixel / picture.width();
                if (picture.lines().stream().noneMatch(line -> isNear(line, x, y))) {
                    clean++;
                    blanked += masked[pixel] ? 1 : 0;
                }
            }
        }

        assertThat(lines).isGreaterThan(100);
        assertThat((double) covered / lines).isGreaterThanOrEqualTo(0.98);
        assertThat((double) blanked / clean).isLessThanOrEqualTo(0.01);
    }

    @Test
    void finds_nothing_on_a_plain_frame_and_does_not_fail_on_the_smallest() throws Exception {
        assertThat(TextDetector.find(Levels.grey(200, 100, new int[20_000]), area -> 0)).isEmpty();
        assertThat(TextDetector.find(Levels.grey(1, 1, new int[1]), area -> 0)).isEmpty();
    }

    /** A page of a device's lines of text at the left, the last of them faint. */
    private static int[] page(int width, int height, int brightest, int faintest) {
        var canvas = new Canvas(width, height, 0);
        String[] lines = {"Image 97-1-22", "16.11.1995", "16:39:14", "Cont no", "kV 120"};
        for (int i = 0; i < lines.length; i++) {
            int value = i == lines.length - 1 ? faintest : brightest;
            canvas.text(6, 20 + 16 * i, 11, value * 0x10101, Canvas.Anchor.START, lines[i]);
        }
        byte[] pixels = canvas.toImage().pixels();
        int[] values = new int[width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = pixels[3 * i] & 0xFF;
        }
        return values;
    }

    @Test
    void finds_no_more_in_a_frame_that_was_masked() throws Exception {
        for (int i = 0; i < 20; i++) {
            Levels levels = Screens.of(FIRST_SEED + i, true).levels();
            List<Found> found = TextDetector.find(levels, area -> THRESHOLD);

            Levels masked = levels.without(found.stream().map(Found::area).toList());

            assertThat(masked.range()).isEqualTo(levels.range());
            assertThat(TextDetector.find(masked, area -> THRESHOLD))
                    .as("seed %d", i)
                    .hasSizeLessThan(3);
        }
    }

    @Test
    void finds_faint_lines_beside_sure_ones() throws Exception {
        int[] values = page(300, 200, 255, 110);

        List<Found> found = TextDetector.find(Levels.grey(300, 200, values), area -> THRESHOLD);

        for (int i = 0; i < values.length; i++) {
            var pixel = new Rectangle(i % 300, i / 300, 1, 1);
            if (values[i] > 60) {
                assertThat(found).anyMatch(one -> one.area().meets(pixel));
            }
        }
    }

    @Test
    void covers_every_word_of_the_real_samples() throws Exception {
        Path samples = Path.of("..", "..", "shared", "samples");
        Path words = samples.resolve("groundtruth/presidio_word_boxes.json");
        assumeTrue(Files.exists(words), "no sample files in ../shared/samples");
        String json = Files.readString(words);
        var file = Pattern.compile("\"([^\"]+\\.dcm)\": \\[(.*?)\\]", Pattern.DOTALL);
        var box =
                Pattern.compile(
                        "\"left\": (\\d+),\\s*\"top\": (\\d+),\\s*\"width\": (\\d+),"
                                + "\\s*\"height\": (\\d+)");
        List<String> missed = new ArrayList<>();
        int seen = 0;
        // "[M]" is a label, so that lists end at a bracket on a line of its own.
        var files = file.matcher(json.replace("[M]", "M"));
        while (files.find()) {
            Image image =
                    Image.of(DicomReader.read(samples.resolve(files.group(1)), ReadLimits.DEFAULT));
            List<Found> found =
                    TextDetector.find(
                            Levels.grey(image.columns(), image.rows(), image.stored(0)),
                            area -> PixelRules.Detector.DEFAULT.unhinted());
            var boxes = box.matcher(files.group(2));
            while (boxes.find()) {
                var word =
                        new Rectangle(
                                Integer.parseInt(boxes.group(1)) - PADDING,
                                Integer.parseInt(boxes.group(2)) - PADDING,
                                Integer.parseInt(boxes.group(3)),
                                Integer.parseInt(boxes.group(4)));
                seen++;
                long hidden = 0;
                for (int y = word.y(); y < word.bottom(); y++) {
                    for (int x = word.x(); x < word.right(); x++) {
                        var pixel = new Rectangle(x, y, 1, 1);
                        hidden += found.stream().anyMatch(one -> one.area().meets(pixel)) ? 1 : 0;
                    }
                }
                if (hidden < word.pixels()) {
                    missed.add("word %d: %d of %d".formatted(seen, hidden, word.pixels()));
                }
            }
        }

        assertThat(seen).isEqualTo(10);
        assertThat(missed).isEmpty();
    }
}

package org.medsendx.deidentification.pixels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.medsendx.deidentification.pixels.Exhibit.Sample;
import org.medsendx.deidentification.unseen.Trimming;

/**
 * Measures the detector on the labelled samples and on generated screens, and prints the table of
 * docs/de-identification.md:
 *
 * <pre>mvn -pl deidentification -am test -Dtest=TextDetectorMeasuresTest</pre>
 */
class TextDetectorMeasuresTest {

    private static final Path SAMPLES = Path.of("..", "..", "shared", "samples");
    private static final Path CASES = Path.of("..", "..", "shared", "cases");
    private static final int SCREENS = Integer.getInteger("text.screens", 60);

    /** Modalities whose samples show anatomy, of which nothing may be masked. */
    private static final Set<String> ANATOMY = Set.of("CR", "CT", "DX", "MG", "MR", "NM", "PT");

    /** How far from text a mask may reach, pixels. */
    private static final int MARGIN = 8;

    /** What was seen of the pictures of one kind. */
    static final class Row {
        int pictures;
        int withheld;
        int words;
        int covered;
        int again;
        double clean;
        double masked;
        double worst;
        double millis;
        final List<String> missed = new ArrayList<>();
        final List<String> anatomy = new ArrayList<>();

        void add(Exhibit exhibit, List<Rectangle> masks, boolean refused, double time) {
            pictures++;
            millis += time;
            withheld += refused ? 1 : 0;
            int width = exhibit.levels().width();
            var hidden = new boolean[width * exhibit.levels().height()];
            for (Rectangle mask : masks) {
                for (int y = mask.y(); y < mask.bottom(); y++) {
                    for (int x = mask.x(); x < mask.right(); x++) {
                        hidden[y * width + x] = true;
                    }
                }
            }
            again += findsMore(exhibit, masks) ? 1 : 0;
            int missing = 0;
            for (int[] word : exhibit.words()) {
                int under = 0;
                for (int pixel : word) {
                    under += hidden[pixel] ? 1 : 0;
                }
                words++;
                boolean all = under >= 0.95 * word.length;
                covered += all ? 1 : 0;
                if (!all) {
                    missing++;
                    if (Boolean.getBoolean("text.words")) {
                        missed.add(
                                exhibit.name()
                                        + "@"
                                        + word[0] % width
                                        + ","
                                        + word[0] / width
                                        + "="
                                        + 100 * under / word.length);
                    }
                }
            }
            if (missing > 0) {
                missed.add(exhibit.name() + " " + missing + "/" + exhibit.words().size());
            }
            byte[] map = exhibit.map(MARGIN);
            long without = 0;
            long wrong = 0;
            for (int i = 0; i < map.length; i++) {
                if (map[i] == 0) {
                    without++;
                    wrong += hidden[i] ? 1 : 0;
                }
            }
            clean += without;
            masked += wrong;
            double share = (double) wrong / map.length;
            worst = Math.max(worst, share);
            if (share > 0.001) {
                anatomy.add("%s %.1f%%".formatted(exhibit.name(), 100 * share));
            }
        }

        /**
         * Whether a second look at the masked picture finds text, as if its kind made it likely.
         */
        private static boolean findsMore(Exhibit exhibit, List<Rectangle> masks) {
            double threshold = PixelRules.DEFAULT.detector().threshold();
            try {
                return !masks.isEmpty()
                        && !TextDetector.find(exhibit.levels().without(masks), area -> threshold)
                                .isEmpty();
            } catch (Strokes.TooBusy e) {
                return true;
            }
        }

        String line(String name) {
            return "| %s | %d | %d of %d | %.2f %% | %.1f %% | %d | %d | %.0f |"
                    .formatted(
                            name,
                            pictures,
                            covered,
                            words,
                            100 * masked / Math.max(1, clean),
                            100 * worst,
                            withheld,
                            again,
                            millis / pictures);
        }
    }

    static Map<String, Row> measure(List<Sample> samples, int screens) throws Exception {
        PixelRules usual = PixelRules.DEFAULT;
        var planner =
                new PixelPlanner(
                        new PixelRules(
                                usual.policies(),
                                usual.detector(),
                                1,
                                1,
                                true,
                                false,
                                false,
                                true,
                                usual.devices()));
        Map<String, Row> rows = new TreeMap<>();
        for (Sample sample : samples) {
            Exhibit exhibit = sample.exhibit();
            long start = System.nanoTime();
            PixelPlan plan =
                    planner.plan(new Trimming.Trimmed(sample.file(), Set.of()), sample.sopClass());
            double millis = (System.nanoTime() - start) / 1e6;
            List<Rectangle> masks =
                    plan instanceof PixelPlan.Ready ready
                            ? ready.work().masks().stream().map(Mask::area).toList()
                            : List.of();
            boolean refused =
                    !(plan instanceof PixelPlan.Ready)
                            || Rectangles.covered(masks)
                                    > usual.maxMaskedShareUltrasound()
                                            * exhibit.levels().width()
                                            * exhibit.levels().height();
            String key = exhibit.modality() + (exhibit.held() ? ", held out" : ", tuned on");
            rows.computeIfAbsent(key, name -> new Row()).add(exhibit, masks, refused, millis);
        }
        double threshold = usual.detector().threshold();
        for (int i = 0; i < screens; i++) {
            Exhibit exhibit = Exhibit.generated(Exhibit.HELD_SEEDS + i);
            long start = System.nanoTime();
            List<Rectangle> found =
                    TextDetector.find(exhibit.levels(), area -> threshold).stream()
                            .map(TextDetector.Found::area)
                            .toList();
            double millis = (System.nanoTime() - start) / 1e6;
            double share =
                    (double) Rectangles.covered(found)
                            / exhibit.levels().width()
                            / exhibit.levels().height();
            rows.computeIfAbsent("generated, other seeds", name -> new Row())
                    .add(exhibit, found, share > usual.maxMaskedShareUltrasound(), millis);
        }
        return rows;
    }

    static void print(Map<String, Row> rows) {
        System.out.println(
                "| modality | pictures | words covered | masked outside text | worst | withheld"
                        + " | more at a second look | ms |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        rows.forEach((name, row) -> System.out.println(row.line(name)));
        rows.forEach((name, row) -> {
            if (!row.missed.isEmpty() || !row.anatomy.isEmpty()) {
                System.out.println(name + ": words left " + row.missed + "; masked " + row.anatomy);
            }
        });
    }

    @Test
    void covers_words_and_leaves_anatomy_on_samples_and_screens() throws Exception {
        assumeTrue(Files.isDirectory(SAMPLES), "no sample files in ../shared/samples");
        List<Path> folders = new ArrayList<>(List.of(SAMPLES));
        if (Files.isDirectory(CASES)) {
            folders.add(CASES);
        }

        Map<String, Row> rows = measure(Exhibit.samples(folders.toArray(Path[]::new)), SCREENS);

        print(rows);
        rows.forEach((name, row) -> {
            if (name.startsWith("US")) {
                assertThat(row.covered).as(name).isGreaterThanOrEqualTo(row.words - 1);
                assertThat(row.masked / row.clean).as(name).isLessThan(0.005);
                assertThat(row.withheld).as(name).isZero();
                assertThat(row.again).as(name).isZero();
            }
            if (ANATOMY.contains(name.substring(0, 2))) {
                // Nothing but the edge of a mask beside text: less than a ten-thousandth.
                assertThat(row.masked / row.clean).as(name + ": anatomy masked").isLessThan(0.0001);
            }
        });
        assertThat(rows.keySet()).anyMatch(name -> name.startsWith("US"));
    }

    @Test
    void covers_most_words_of_screens_it_was_not_trained_on() throws Exception {
        Map<String, Row> rows = measure(List.of(), SCREENS);

        Row row = rows.values().iterator().next();
        assertThat((double) row.covered / row.words).isGreaterThan(0.85);
        assertThat(row.masked / row.clean).isLessThan(0.02);
    }
}

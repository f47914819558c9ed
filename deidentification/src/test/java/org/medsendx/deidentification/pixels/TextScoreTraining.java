package org.medsendx.deidentification.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.medsendx.deidentification.pixels.Exhibit.Sample;
import org.medsendx.deidentification.pixels.NetworkTraining.Example;
import org.medsendx.deidentification.pixels.Strokes.TooBusy;

/**
 * Trains the text detector's two networks and writes their weights beside its class:
 *
 * <pre>mvn -pl deidentification -am test -Dtest=TextScoreTraining -Dtext.train=true</pre>
 *
 * <p>Seeded: the same samples give the same weights. First the windows of {@link Look} are learned
 * from half of the generated pictures, then whole lines from the other half and from the samples
 * that are not held out.
 */
class TextScoreTraining {

    private static final int PICTURES = Integer.getInteger("text.pictures", 1600);
    private static final int WINDOWS = 250_000;
    private static final Path WEIGHTS =
            Path.of("src/main/resources/org/medsendx/deidentification/pixels");

    /** How often the lines of a sample count, as there are few. */
    private static final float OF_SAMPLE = 3;

    record Candidate(TextLine line, Look look, int range, boolean text) {}

    @Test
    @EnabledIfSystemProperty(named = "text.train", matches = "true")
    void trains_the_weights() throws Exception {
        train(
                WEIGHTS,
                Exhibit.samples(Path.of("../../shared/samples"), Path.of("../../shared/cases")));
    }

    static void train(Path folder, List<Sample> samples) throws Exception {
        Files.createDirectories(folder);
        var random = new Random(1);
        List<Example> windows = new ArrayList<>();
        for (int i = 0; i < PICTURES; i += 2) {
            collect(Exhibit.generated(i), windows, random, 1);
        }
        for (Sample sample : samples) {
            if (!sample.exhibit().held()) {
                collect(sample.exhibit(), windows, random, 1);
            }
        }
        var look = new NetworkTraining(Look.DESCRIPTION, 24, 1);
        System.out.printf("windows %d, of text %d%n", windows.size(), texts(windows));
        System.out.printf("loss %.4f%n", look.train(windows, 12));
        look.write(Files.newOutputStream(folder.resolve("look.bin")));
        windows.clear();

        Network judge = Network.read(Files.newInputStream(folder.resolve("look.bin")));
        List<Example> lines = new ArrayList<>();
        for (int i = 1; i < PICTURES; i += 2) {
            lines(Exhibit.generated(i), judge, lines, 1);
        }
        for (Sample sample : samples) {
            if (!sample.exhibit().held()) {
                lines(sample.exhibit(), judge, lines, OF_SAMPLE);
            }
        }
        System.out.printf("lines %d, of text %d%n", lines.size(), texts(lines));
        var score = new NetworkTraining(lines.getFirst().inputs().length, 12, 2);
        System.out.printf("loss %.4f%n", score.train(lines, 30));
        score.write(Files.newOutputStream(folder.resolve("line.bin")));
        assertThat(lines).isNotEmpty();
    }

    private static long texts(List<Example> examples) {
        return examples.stream().filter(Example::text).count();
    }

    private static void collect(
            Exhibit exhibit, List<Example> windows, Random random, float weight) {
        List<Candidate> candidates = candidates(exhibit);
        int negatives = 0;
        java.util.Collections.shuffle(candidates, random);
        for (Candidate candidate : candidates) {
            // Of texture there is much more than anyone needs.
            if (!candidate.text() && negatives > 250) {
                continue;
            }
            Rectangle box = candidate.line().box();
            for (double left : candidate.look().windows(box)) {
                if (windows.size() < WINDOWS) {
                    windows.add(
                            new Example(
                                    candidate.look().description(box, left),
                                    candidate.text(),
                                    weight));
                }
                negatives += candidate.text() ? 0 : 1;
            }
        }
    }

    private static void lines(Exhibit exhibit, Network judge, List<Example> lines, float weight) {
        for (Candidate candidate : candidates(exhibit)) {
            double[] judged = candidate.look().judged(candidate.line().box(), judge);
            lines.add(
                    new Example(
                            candidate.line().features(candidate.range(), judged),
                            candidate.text(),
                            weight));
        }
    }

    /** The lines of strokes on a picture that are clearly text, or clearly none. */
    static List<Candidate> candidates(Exhibit exhibit) {
        List<Candidate> candidates = new ArrayList<>();
        byte[] map = exhibit.map(1);
        int width = exhibit.levels().width();
        Levels level = exhibit.levels();
        for (int scale = 1; scale < 8 && level.width() >= 12 && level.height() >= 12; scale *= 2) {
            for (boolean dark : new boolean[] {false, true}) {
                char[] rises = Ink.of(level, dark);
                var look = new Look(level, dark);
                List<TextLine> lines;
                try {
                    lines =
                            LineGrouping.lines(
                                    Strokes.of(rises, level.width(), level.height()),
                                    rises,
                                    level.width(),
                                    level.height());
                } catch (TooBusy e) {
                    continue;
                }
                for (TextLine line : lines) {
                    Rectangle box = line.box();
                    int[] kinds = new int[3];
                    for (int y = box.y(); y < box.bottom(); y++) {
                        for (int x = box.x(); x < box.right(); x++) {
                            kinds[map[y * scale * width + x * scale]]++;
                        }
                    }
                    double all = box.pixels();
                    if (kinds[1] >= 0.7 * all) {
                        candidates.add(new Candidate(line, look, level.range(), true));
                    } else if (kinds[0] >= 0.95 * all) {
                        candidates.add(new Candidate(line, look, level.range(), false));
                    }
                }
            }
            level = level.half();
        }
        return candidates;
    }
}

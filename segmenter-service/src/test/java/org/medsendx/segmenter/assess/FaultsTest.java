package org.medsendx.segmenter.assess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.segmenter.assess.QualityJudge.StoredForm;
import org.medsendx.segmenter.cluster.Histogram;
import org.medsendx.segmenter.measure.Exposed;
import org.medsendx.segmenter.usual.Unusualness;

/**
 * Recall and false alarms of the verdict on generated faults; docs/quality.md has the table that
 * this prints.
 */
class FaultsTest {

    private static final int SEEDS = Integer.getInteger("faults.seeds", 6);
    private static final StoredForm FORM = new StoredForm(12, false, false);

    private final QualityJudge judge = new QualityJudge(QualityLimits.DEFAULT);

    private record Fault(String finding, String strength, Function<Long, Exposed> image) {}

    @Test
    void finds_every_kind_of_fault_and_leaves_clean_scans_alone() {
        var faults = faults();
        var found = new LinkedHashMap<String, int[]>();
        var wrong = new LinkedHashMap<String, Integer>();
        int clean = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            for (var image :
                    List.of(radiograph(seed), slice(seed), base(seed).fine(seed).noisy(15, seed))) {
                clean++;
                findings(image, new DataSet()).forEach(code -> wrong.merge(code, 1, Integer::sum));
            }
            for (var fault : faults) {
                var findings = findings(fault.image().apply(seed), new DataSet());
                if (findings.contains(fault.finding())) {
                    found.computeIfAbsent(name(fault), _ -> new int[1])[0]++;
                }
            }
        }
        System.out.printf(Locale.ROOT, "| fault | found |%n|---|---|%n");
        for (var fault : faults) {
            int hits = found.getOrDefault(name(fault), new int[1])[0];
            System.out.printf(Locale.ROOT, "| %s | %d of %d |%n", name(fault), hits, SEEDS);
        }
        System.out.printf(Locale.ROOT, "| none | wrong: %s of %d |%n", wrong, clean);

        for (var fault : faults) {
            assertThat(found.getOrDefault(name(fault), new int[1])[0])
                    .as(name(fault))
                    .isGreaterThanOrEqualTo(SEEDS - 1);
        }
        assertThat(wrong.values().stream().mapToInt(Integer::intValue).sum())
                .as("%s", wrong)
                .isLessThanOrEqualTo(clean / 30);
    }

    @Test
    void judges_exposure_by_the_deviation_index() {
        assertThat(findings(radiograph(1), exposed("-3.4"))).containsExactly("underexposed");
        assertThat(findings(radiograph(1), exposed("3.2"))).containsExactly("overexposed");
        assertThat(findings(radiograph(1), exposed("1.5"))).isEmpty();
    }

    private static DataSet exposed(String deviation) {
        return new DataSet().putString(Tag.DeviationIndex, VR.DS, deviation);
    }

    private static String name(Fault fault) {
        return fault.finding() + ", " + fault.strength();
    }

    private static List<Fault> faults() {
        var faults = new ArrayList<Fault>();
        faults.add(new Fault("defect-line", "dead column", s -> radiograph(s).column(200, -3000)));
        faults.add(
                new Fault(
                        "defect-line",
                        "column off by 2 of noise 15",
                        s -> radiograph(s).column(201, 30)));
        faults.add(
                new Fault(
                        "defect-line",
                        "row off by 2 of noise 15",
                        s -> radiograph(s).row(90, -30)));
        faults.add(
                new Fault(
                        "defect-pixels", "100 per million", s -> radiograph(s).pixels(33, 800, s)));
        faults.add(
                new Fault("grid-lines", "half of the noise", s -> radiograph(s).grid(0.21, 7.5)));
        faults.add(
                new Fault(
                        "motion",
                        "7 pixels along rows",
                        s -> base(s).fine(s).smeared(7, true).noisy(15, s)));
        faults.add(
                new Fault(
                        "motion",
                        "7 pixels along columns",
                        s -> base(s).fine(s).smeared(7, false).noisy(15, s)));
        faults.add(
                new Fault(
                        "clipped",
                        "a twentieth of the image",
                        s -> radiograph(s).with((r, _, v) -> r < 29 ? 5000 : v)));
        faults.add(new Fault("ring", "as high as the noise", s -> slice(s).ring(55, 12)));
        faults.add(new Fault("constant", "one value", s -> radiograph(s).with((_, _, _) -> 1200)));
        faults.add(
                new Fault(
                        "low-contrast",
                        "nothing in the beam",
                        s -> radiograph(s).with((_, _, _) -> 1200).noisy(1.2, s)));
        return faults;
    }

    private static Exposed base(long seed) {
        return Exposed.radiograph(576, 576, seed);
    }

    private static Exposed radiograph(long seed) {
        return base(seed).noisy(15, seed + 1000);
    }

    private static Exposed slice(long seed) {
        return Exposed.disc(256, 0.9, 30).noisy(12, seed + 2000);
    }

    private List<String> findings(Exposed image, DataSet header) {
        var stored = image.stored();
        var byValues = judge.judge(Histogram.of(stored), FORM, stored.length);
        return judge.with(byValues, image.measures(header), true, Unusualness.notEnough(0))
                .findings();
    }
}

package org.medsendx.benchmarks.segment;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.localstack.phantom.DemoExam;
import org.medsendx.localstack.phantom.DemoMammograms;
import org.medsendx.localstack.send.InputFile;
import org.medsendx.segmenter.derived.DerivedChoice;
import org.medsendx.segmenter.derived.DerivedChoice.Modalities;
import org.medsendx.segmenter.derived.DerivedChoice.SegmentationCoding;
import org.medsendx.segmenter.derived.DerivedObjects;
import org.medsendx.segmenter.derived.PictureChoice;
import org.medsendx.segmenter.instance.DerivedInstance.Form;
import org.medsendx.segmenter.instance.MakingDevice;
import org.medsendx.segmenter.pipeline.AssessLimits;
import org.medsendx.segmenter.pipeline.Assessment;
import org.medsendx.segmenter.pipeline.ScanAssessor;

/**
 * Where the segmenter's processor time goes, scan by scan in one thread: time of the processor and
 * not of the clock, so that what else runs on the machine counts little. Files are not compressed,
 * in the page cache, and nothing is written.
 */
final class SegmentSteps {

    private static final String ASSESSED = "assessed (decoded, measured, classes)";

    private final ScanAssessor assessor = new ScanAssessor(new AssessLimits(100_000_000, 64, 800));
    private final Map<DerivedKind, DerivedObjects> objects = new EnumMap<>(DerivedKind.class);

    private SegmentSteps() {
        for (var kind :
                List.of(
                        DerivedKind.SEGMENTATION,
                        DerivedKind.MEASUREMENTS,
                        DerivedKind.THUMBNAIL,
                        DerivedKind.HIGHLIGHT)) {
            objects.put(
                    kind,
                    new DerivedObjects(
                            new DerivedChoice(
                                    Map.of(kind, new Modalities(Set.of("ALL"), Set.of("ALL"))),
                                    new PictureChoice(20),
                                    SegmentationCoding.BINARY,
                                    Form.DEFLATED,
                                    128),
                            new MakingDevice("1")));
        }
    }

    /** A table in Markdown. */
    static String table(Path scratch, boolean quick) throws IOException {
        var steps = new SegmentSteps();
        var ct = new DemoExam(1, quick ? 30 : 100).write(scratch.resolve("ct"));
        var mg = new DemoMammograms(1, quick ? 4 : 10).write(scratch.resolve("mg"));
        var slices = steps.milliseconds(ct, "CT");
        var mammograms = steps.milliseconds(mg, "MG");
        var table = new StringBuilder("| processor ms | CT slice | mammogram |\n|---|---:|---:|\n");
        for (var step : slices.entrySet()) {
            table.append(
                    String.format(
                            Locale.ROOT,
                            "| %s | %.1f | %.1f |%n",
                            step.getKey(),
                            step.getValue(),
                            mammograms.getOrDefault(step.getKey(), 0.0)));
        }
        return table.toString();
    }

    /** The median of each step; the first half warms up. */
    private Map<String, Double> milliseconds(List<InputFile> files, String modality) {
        var took = new LinkedHashMap<String, List<Double>>();
        for (int round = 0; round < 2; round++) {
            took.clear();
            for (var file : files) {
                var assessment =
                        timed(ASSESSED, took, () -> assessor.assess(file.file(), new UUID(1, 2)));
                if (!(assessment instanceof Assessment.Segmented)) {
                    throw new IllegalStateException("a phantom has classes");
                }
                objects.forEach((kind, made) -> {
                    var one =
                            timed(
                                    kind.name().toLowerCase(Locale.ROOT),
                                    took,
                                    () -> made.of(modality, assessment, 1));
                    if (one.objects().size() != 1) {
                        throw new IllegalStateException("a phantom has each object");
                    }
                });
            }
        }
        var medians = new LinkedHashMap<String, Double>();
        took.forEach((step, times) ->
                medians.put(step, times.stream().sorted().toList().get(times.size() / 2)));
        return medians;
    }

    private static <T> T timed(String step, Map<String, List<Double>> took, Supplier<T> work) {
        var threads = ManagementFactory.getThreadMXBean();
        long begin = threads.getCurrentThreadCpuTime();
        T made = work.get();
        took.computeIfAbsent(step, _ -> new ArrayList<>())
                .add((threads.getCurrentThreadCpuTime() - begin) / 1e6);
        return made;
    }
}

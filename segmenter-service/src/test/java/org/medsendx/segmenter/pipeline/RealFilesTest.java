package org.medsendx.segmenter.pipeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.segmenter.pipeline.Assessment.Measured;
import org.medsendx.segmenter.pipeline.Assessment.Segmented;

/** Measures and findings of public sample files that were not made for us. */
class RealFilesTest {

    private static final Path SAMPLES = Path.of("..", "..", "shared", "samples");
    private static final Set<String> X_RAY = Set.of("CT", "CR", "DX", "MG", "RG", "IO", "PX");
    private static final int LEAST_SIDE = 128;
    private static final Set<String> OF_MEASURES =
            Set.of(
                    "defect-line",
                    "defect-pixels",
                    "grid-lines",
                    "ring",
                    "motion",
                    "cut-off",
                    "noisy",
                    "blurred");

    private record Seen(String file, String modality, Features features, List<String> findings) {}

    @Test
    void real_scans_have_plausible_measures_and_no_finding_that_is_not_there() throws IOException {
        assumeTrue(Files.isDirectory(SAMPLES), "../shared/samples is not there");
        var all = scans();
        var findings = new TreeMap<String, Integer>();
        for (var scan : all) {
            scan.findings().forEach(code -> findings.merge(code, 1, Integer::sum));
        }
        System.out.printf("%d scans, findings %s%n", all.size(), findings);

        assertThat(all).isNotEmpty();
        // Nobody ever reported a fault of these detectors.
        assertThat(findings.keySet()).doesNotContainAnyElementsOf(OF_MEASURES);
        for (var scan : all) {
            var values = requireNonNull(scan.features().measures()).values();
            var width = values.get("edgeWidthMm");
            if (width != null) {
                assertThat(width).as(scan.file()).isBetween(0.5, 4.0);
            }
            var dose = values.get("glandularDose");
            if (dose != null) {
                assertThat(dose).as(scan.file()).isBetween(0.3, 6.0);
            }
        }
    }

    private static List<Seen> scans() throws IOException {
        var assessor = new ScanAssessor(new AssessLimits(100_000_000, 8, 64));
        var seen = new ArrayList<Seen>();
        var digests = new HashSet<String>();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(SAMPLES)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (var file : files) {
            if (Files.size(file) > 50_000_000 || !digests.add(Sha256.of(file))) {
                continue;
            }
            switch (assessor.assess(file, new UUID(0, 0))) {
                case Segmented one -> add(seen, file, one.stratum().modality(), one);
                case Measured one -> add(seen, file, one.stratum().modality(), one);
                case Assessment.NotMeasured _ -> {}
            }
        }
        return seen;
    }

    private static void add(List<Seen> seen, Path file, String modality, Assessment assessment) {
        var features =
                assessment instanceof Segmented segmented
                        ? segmented.features()
                        : ((Measured) assessment).features();
        var measures = features.measures();
        if (!X_RAY.contains(modality)
                || measures == null
                || measures.values().getOrDefault("rows", 0.0) < LEAST_SIDE) {
            return;
        }
        seen.add(
                new Seen(
                        String.valueOf(file.getFileName()),
                        modality,
                        features,
                        assessment.quality().findings()));
    }
}

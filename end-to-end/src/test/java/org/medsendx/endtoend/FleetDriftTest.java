package org.medsendx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.Features.Tissue;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.contracts.deidentified.Stratum;
import org.medsendx.localstack.phantom.DemoFleet;
import org.medsendx.localstack.phantom.DemoScan;
import org.medsendx.miner.daily.ScannerDays;
import org.medsendx.miner.statistics.AnalysisOptions;
import org.medsendx.miner.statistics.Answer;
import org.medsendx.miner.statistics.FleetAnalysis;
import org.medsendx.miner.statistics.FleetView;
import org.medsendx.segmenter.cluster.ExactKMeans;
import org.medsendx.segmenter.cluster.Histogram;
import org.medsendx.segmenter.feature.FeatureReader;
import org.medsendx.segmenter.feature.ValueScale;
import org.medsendx.segmenter.tissue.TissueSchemes;

/**
 * The demo's fleet over many seeds, from the pixels on: phantoms, the segmenter's features, the
 * miner's statistics. Only files and events are left out.
 */
class FleetDriftTest {

    private static final int SEEDS = 20;

    /**
     * Images at an eighth of their size in each direction: features hardly change, and 4,000 scans
     * take seconds.
     */
    private static final int SHRINK = 8;

    /**
     * @param found whether the drifting scanner was an outlier; @param falseAlarms how many others
     *     were
     */
    private record Verdict(long seed, boolean found, long falseAlarms) {}

    @Test
    void finds_the_drifting_scanner_in_19_of_20_fleets_and_flags_another_at_most_once() {
        var verdicts =
                LongStream.rangeClosed(1, SEEDS)
                        .parallel()
                        .mapToObj(FleetDriftTest::judge)
                        .toList();

        assertThat(verdicts.stream().filter(Verdict::found).count())
                .as("%s", verdicts)
                .isGreaterThanOrEqualTo(19);
        assertThat(verdicts.stream().mapToLong(Verdict::falseAlarms).sum())
                .as("%s", verdicts)
                .isLessThanOrEqualTo(1);
    }

    private static Verdict judge(long seed) {
        var fleet = new DemoFleet(seed, 200);
        var days = new TreeMap<String, ScannerDays>();
        var today = LocalDate.EPOCH;
        for (var scan : fleet.plan()) {
            days.computeIfAbsent(scan.scanner(), ScannerDays::of).take(features(fleet, scan, seed));
            today = scan.day();
        }
        var outliers =
                new FleetAnalysis(AnalysisOptions.DEFAULT)
                        .analyse(days.values(), List.of(), today).scanners().stream()
                                .filter(scanner -> scanner.answer() == Answer.OUTLIER)
                                .map(FleetView.Scanner::id)
                                .toList();
        boolean found = outliers.contains(fleet.driftingScanner());
        return new Verdict(seed, found, outliers.size() - (found ? 1 : 0));
    }

    private static ScanFeatures features(DemoFleet fleet, DemoScan scan, long seed) {
        var stored = fleet.pixels(scan, SHRINK).stored();
        var histogram =
                Histogram.of(IntStream.range(0, stored.length).map(i -> stored[i]).toArray());
        var scale =
                scan.kind() == DemoScan.Kind.CT_CHEST
                        ? ValueScale.of(1, -1024, true)
                        : ValueScale.of(1, 0, false);
        return new ScanFeatures(
                id(seed, scan.number()),
                scan.truck(),
                scan.scanner(),
                scan.day(),
                stratum(scan.kind()),
                new FeatureReader(histogram, scale).read(tissues(histogram, scale, scan.kind())));
    }

    private static List<Tissue> tissues(Histogram histogram, ValueScale scale, DemoScan.Kind kind) {
        var name =
                switch (kind) {
                    case CT_CHEST -> "ct";
                    case MAMMOGRAPHY -> "mammography";
                    case DX_CHEST -> "values";
                };
        var scheme = TissueSchemes.shipped().named(name).orElseThrow();
        var clusters = ExactKMeans.cluster(histogram, scheme.k()).clusters();
        return IntStream.range(0, clusters.size())
                .mapToObj(i ->
                        new Features.Tissue(
                                scheme.classes().get(i).label(),
                                scale.apply(clusters.get(i).centre()),
                                (double) clusters.get(i).count() / histogram.total()))
                .toList();
    }

    private static Stratum stratum(DemoScan.Kind kind) {
        return switch (kind) {
            case CT_CHEST -> new Stratum("CT", "CHEST", "CHEST_ROUTINE", "120-129");
            case MAMMOGRAPHY -> new Stratum("MG", "BREAST", "SCREENING_CC", "20-29");
            case DX_CHEST -> new Stratum("DX", "CHEST", "CHEST_PA", "110-119");
        };
    }

    private static String id(long seed, int number) {
        var uuid =
                UUID.nameUUIDFromBytes((seed + "/" + number).getBytes(StandardCharsets.US_ASCII));
        var bytes =
                ByteBuffer.allocate(16)
                        .putLong(uuid.getMostSignificantBits())
                        .putLong(uuid.getLeastSignificantBits());
        return HexFormat.of().formatHex(bytes.array());
    }
}

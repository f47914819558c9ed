package org.medsendx.benchmarks.fleet;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Plausible;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.miner.daily.ScannerDays;
import org.medsendx.miner.daily.Taken;
import org.medsendx.miner.statistics.AnalysisOptions;
import org.medsendx.miner.statistics.Answer;
import org.medsendx.miner.statistics.Cause;
import org.medsendx.miner.statistics.Evidence;
import org.medsendx.miner.statistics.FleetAnalysis;
import org.medsendx.miner.statistics.FleetView;
import org.medsendx.miner.statistics.Marker;

/**
 * The miner as it is deployed, without Kafka: what its reader lets through goes into the scanners'
 * days, and the fleet is analysed at the end of each day.
 */
final class MinerWatcher implements Watcher {

    private final FleetAnalysis analysis;
    private final Map<String, ScannerDays> fleet = new TreeMap<>();
    private final Map<String, Integer> numbers = new TreeMap<>();
    private final Map<Integer, String> ids = new TreeMap<>();
    private final List<Marker> markers = new ArrayList<>();
    private final Map<Taken, Integer> taken = new EnumMap<>(Taken.class);
    private int implausible;
    private @Nullable FleetView last;

    MinerWatcher(double promise) {
        var usual = AnalysisOptions.DEFAULT;
        this.analysis =
                new FleetAnalysis(
                        new AnalysisOptions(
                                promise,
                                usual.leastEffects(),
                                usual.baselineDays(),
                                usual.baselineExams(),
                                usual.silentAfterDays()));
    }

    @Override
    public String name() {
        return "MedSendX";
    }

    // an analysis is made of all days, whenever the last one was
    @Override
    public boolean daily() {
        return false;
    }

    @Override
    public void take(Sent sent, LocalDate today) {
        ScanFeatures scan = sent.scan();
        if (!Plausible.reported(scan.acquisitionDay(), today)) {
            implausible++;
            return;
        }
        ids.putIfAbsent(sent.scanner(), scan.scanner());
        numbers.putIfAbsent(scan.scanner(), sent.scanner());
        var became = fleet.computeIfAbsent(scan.scanner(), ScannerDays::of).take(scan);
        taken.merge(became, 1, Integer::sum);
    }

    @Override
    public void told(Note note) {
        var id = ids.get(note.scanner());
        if (id != null) {
            markers.add(
                    new Marker(
                            id,
                            Plan.FIRST_DAY.plusDays(note.day()),
                            Marker.Kind.valueOf(note.kind().name()),
                            "simulated"));
        }
    }

    @Override
    public List<Verdict> look(LocalDate today) {
        var view = analysis.analyse(fleet.values(), markers, today);
        last = view;
        return view.scanners().stream()
                .filter(scanner -> numbers.containsKey(scanner.id()))
                .map(this::verdict)
                .toList();
    }

    private Verdict verdict(FleetView.Scanner scanner) {
        boolean outlier = scanner.answer() == Answer.OUTLIER;
        var decides = scanner.evidence().stream().filter(Evidence::decides).findFirst();
        double score =
                scanner.evidence().stream()
                        .mapToDouble(evidence -> evidence.score() / evidence.limit())
                        .filter(Double::isFinite)
                        .max()
                        .orElse(0);
        var since = decides.map(Evidence::since).orElse(null);
        Integer number = numbers.get(scanner.id());
        return new Verdict(
                number == null ? -1 : number,
                outlier,
                scanner.answer().name(),
                score,
                effect(scanner),
                decides.map(evidence -> evidence.cause().name()).orElse(null),
                scanner.evidence().stream()
                        .filter(evidence -> evidence.score() > evidence.limit())
                        .map(evidence -> evidence.cause().name())
                        .collect(Collectors.toSet()),
                since == null ? null : since.day(),
                since == null ? null : since.earliest(),
                since == null ? null : since.latest());
    }

    /** The gain's effect in standard errors, of which 3.92 make a 95 % interval. */
    private static double effect(FleetView.Scanner scanner) {
        return scanner.evidence().stream()
                .filter(evidence -> evidence.cause() == Cause.GAIN)
                .map(Evidence::effect)
                .mapToDouble(
                        effect -> 3.92 * Math.abs(effect.value()) / (effect.high() - effect.low()))
                .filter(Double::isFinite)
                .max()
                .orElse(0);
    }

    /** What became of the records, by the miner's words. */
    Map<Taken, Integer> taken() {
        return taken;
    }

    /** Records that the reader passed by. */
    int implausible() {
        return implausible;
    }

    /** What is kept of the scanners. */
    Map<String, ScannerDays> fleet() {
        return fleet;
    }

    @Nullable FleetView last() {
        return last;
    }
}

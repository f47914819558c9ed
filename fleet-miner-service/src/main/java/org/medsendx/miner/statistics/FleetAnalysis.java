package org.medsendx.miner.statistics;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.medsendx.miner.daily.ScannerDays;

/** The whole verdict on a fleet, from its scanners' days. */
public final class FleetAnalysis {

    private final AnalysisOptions options;

    public FleetAnalysis(AnalysisOptions options) {
        this.options = options;
    }

    /**
     * Judges the fleet.
     *
     * @param today the day to judge for
     */
    public FleetView analyse(
            Collection<ScannerDays> fleet, List<Marker> markers, LocalDate today) {
        return new FleetView(
                today,
                fleet.stream()
                        .filter(days -> !days.isEmpty() && options.baselineDays() > 0)
                        .sorted(Comparator.comparing(ScannerDays::scanner))
                        .map(days ->
                                new FleetView.Scanner(
                                        days.scanner(),
                                        days.truck(),
                                        days.make(),
                                        days.model(),
                                        days.modality(),
                                        days.exams(),
                                        days.images(),
                                        days.firstDay(),
                                        days.lastDay(),
                                        Answer.NOT_ENOUGH_DATA,
                                        "few-exams",
                                        List.of()))
                        .toList(),
                List.of(),
                List.of(),
                List.of());
    }
}

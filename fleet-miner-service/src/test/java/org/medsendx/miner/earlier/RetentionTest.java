package org.medsendx.miner.earlier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.deidentified.ScanFeatures;

class RetentionTest {

    private static final Retention RETENTION = new Retention(16, 30);
    private static final List<ScanFeatures> SCANS = new FleetSimulation(9, 1, 0.08).scans();

    @Test
    void keeps_the_first_weeks_and_the_latest_scans_of_each_scanner() {
        var kept = new ArrayList<>(SCANS);
        kept.removeAll(RETENTION.expired(SCANS, AnalysisOptions.DEFAULT));

        for (int s = 0; s < FleetSimulation.SCANNERS; s++) {
            var id = FleetSimulation.scanner(s);
            assertThat(kept.stream().filter(scan -> scan.scanner().equals(id))).hasSize(12 + 16);
        }
    }

    @Test
    void forgets_scans_older_than_its_days() {
        var shorter = new Retention(1000, 10);

        var kept = new ArrayList<>(SCANS);
        kept.removeAll(shorter.expired(SCANS, AnalysisOptions.DEFAULT));

        assertThat(kept).hasSizeLessThan(SCANS.size());
        assertThat(kept).filteredOn(scan -> scan.acquisitionDay().getDayOfYear() < 27).hasSize(60);
    }

    @Test
    void keeps_the_same_scans_whatever_the_order_of_arrival() {
        var all = new HashSet<>(SCANS);
        all.removeAll(new HashSet<>(RETENTION.expired(SCANS, AnalysisOptions.DEFAULT)));
        var shuffled = new ArrayList<>(SCANS);
        Collections.shuffle(shuffled, new Random(1));

        var kept = new ArrayList<ScanFeatures>();
        for (var scan : shuffled) {
            kept.add(scan);
            kept.removeAll(RETENTION.expired(kept, AnalysisOptions.DEFAULT));
        }

        assertThat(kept).containsExactlyInAnyOrderElementsOf(all);
    }
}

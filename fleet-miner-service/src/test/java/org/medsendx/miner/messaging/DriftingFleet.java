package org.medsendx.miner.messaging;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.Features.Percentiles;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.contracts.deidentified.Stratum;

/** Four scanners of one kind of scan, S2 brighter by a tenth from its fifth week on. */
public final class DriftingFleet {

    private static final Stratum STRATUM = new Stratum("DX", "CHEST", "NONE", "110-119");
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 2, 2);
    private static final int SCANNERS = 4;

    private DriftingFleet() {}

    /** Thirty scans of each over sixty days. */
    public static List<Event<ScanFeatures>> events() {
        return events(0, 60, 28);
    }

    /** The sixty days after, in which S2 is as it was. */
    public static List<Event<ScanFeatures>> afterRepair() {
        return events(60, 120, Integer.MAX_VALUE);
    }

    private static List<Event<ScanFeatures>> events(int firstDay, int endDay, int drift) {
        var random = new SplittableRandom(17 + firstDay);
        var events = new ArrayList<Event<ScanFeatures>>();
        for (int day = firstDay; day < endDay; day += 2) {
            for (int s = 1; s <= SCANNERS; s++) {
                double gain = s == 2 && day >= drift ? 1.10 : 1;
                events.add(
                        new Event<>(
                                "event-%d-%d".formatted(day, s),
                                "/trucks/T" + s + "/anonymizer-service",
                                day / 2 + 1L,
                                "epoch",
                                null,
                                scan(day, s, gain, random)));
            }
        }
        return events;
    }

    private static ScanFeatures scan(int day, int s, double gain, SplittableRandom random) {
        double mean = gain * 1000 * Math.exp(0.02 * random.nextGaussian());
        double spread = gain * 300 * Math.exp(0.02 * random.nextGaussian());
        return new ScanFeatures(
                "%016x%016x".formatted(day, s),
                "T" + s,
                "S" + s,
                FIRST_DAY.plusDays(day),
                STRATUM,
                new Features(
                        "stored",
                        1000,
                        mean,
                        spread,
                        0,
                        mean + 3 * spread,
                        new Percentiles(
                                mean - 2.3 * spread,
                                mean - 1.6 * spread,
                                mean - 0.7 * spread,
                                mean,
                                mean + 0.7 * spread,
                                mean + 1.6 * spread,
                                mean + 2.3 * spread),
                        List.of()));
    }
}

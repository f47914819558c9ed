package org.medsendx.segmenter.usual;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.BaselineReceived;
import org.medsendx.contracts.deidentified.FleetBaseline;
import org.medsendx.contracts.deidentified.Stratum;

/**
 * What the fleet calls usual, for kinds of scans of which a truck has seen too few. It comes from
 * outside: its number is bounded, its age is bounded, and a name that is not in the table here is
 * passed over. It is kept in memory alone; the truck's broker has it.
 *
 * <p>Thread safe.
 */
public final class FleetUsual {

    /** Features of kinds of scans; as many as the uplink tells. */
    private static final int MOST = 4000;

    /** The cloud's clock and the truck's may differ by so much. */
    private static final int DAYS_AHEAD = 2;

    /** The fleet's names of features, and ours. */
    static final Map<String, UsualFeature> NAMES =
            Map.of(
                    FleetBaseline.MEAN, UsualFeature.MEAN,
                    FleetBaseline.SPREAD, UsualFeature.SPREAD);

    private final Duration age;
    private final int leastScans;
    private final InstantSource clock;
    private final Map<String, BaselineReceived> known = new LinkedHashMap<>();

    /** Where scans of a kind lie, and how far from there. */
    record Place(double location, double scale) {}

    /**
     * @param age how old what the fleet said may be; zero for none of it
     * @param leastScans how many scans it has to rest on
     */
    public FleetUsual(Duration age, int leastScans, InstantSource clock) {
        this.age = age;
        this.leastScans = leastScans;
        this.clock = clock;
    }

    /** One that knows nothing of any fleet. */
    public static FleetUsual nothing() {
        return new FleetUsual(Duration.ZERO, 1, InstantSource.system());
    }

    /** What the fleet says now. */
    public synchronized void take(BaselineReceived baseline) {
        if (!NAMES.containsKey(baseline.feature())) {
            return;
        }
        known.put(baseline.key(), baseline);
        if (known.size() > MOST) {
            // The fleet may have forgotten it, and the truck did not hear of that.
            known.remove(
                    Collections.min(known.values(), Comparator.comparing(BaselineReceived::said))
                            .key());
        }
    }

    /** What the fleet knows no longer. */
    public synchronized void forget(String key) {
        known.remove(key);
    }

    /** How many are known, whatever their age. */
    public synchronized int size() {
        return known.size();
    }

    /** Where the fleet has a feature of a kind; null when it does not say, or said it long ago. */
    synchronized @Nullable Place place(Stratum stratum, UsualFeature feature) {
        for (var name : NAMES.entrySet()) {
            if (name.getValue() == feature) {
                var baseline = known.get(stratum.id() + "|" + name.getKey());
                return baseline != null && counts(baseline)
                        ? new Place(baseline.location(), baseline.scale())
                        : null;
            }
        }
        return null;
    }

    private boolean counts(BaselineReceived baseline) {
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return baseline.scans() >= leastScans
                && !age.isZero()
                && !baseline.said().isAfter(today.plusDays(DAYS_AHEAD))
                && !baseline.said().isBefore(today.minusDays(age.toDays()));
    }
}

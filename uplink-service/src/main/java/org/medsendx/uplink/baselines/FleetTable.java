package org.medsendx.uplink.baselines;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.BaselineReceived;
import org.medsendx.contracts.deidentified.FleetBaseline;

/**
 * What the truck was told of the fleet's baselines, and what it has to be told next. Whoever wrote
 * them in the cloud decides no more than what is in them: how many there may be is bounded here, a
 * baseline of scanner days only or of two scanners is not told, and the number of scanners stays
 * behind.
 *
 * <p>Not thread safe.
 */
public final class FleetTable {

    /** What fewer scanners make is not the fleet's, and would tell one truck of another. */
    private static final int LEAST_SCANNERS = 3;

    private final int most;
    private final Map<String, BaselineReceived> told = new HashMap<>();

    /**
     * What has to be told: by key, what is usual or that nothing is known any longer.
     *
     * @param news what is usual
     * @param gone keys of which nothing is known any longer
     */
    public record Change(List<BaselineReceived> news, Set<String> gone) {
        public Change {
            news = List.copyOf(news);
            gone = Set.copyOf(gone);
        }
    }

    /** Gathers some records into one change. */
    public final class Gathering {
        private final Map<String, BaselineReceived> news = new LinkedHashMap<>();
        private final Set<String> gone = new LinkedHashSet<>();

        private Gathering() {}

        /** What the fleet says, on a day by the cloud's clock. */
        public void said(FleetBaseline baseline, LocalDate day) {
            var key = baseline.stratum().key().id() + "|" + baseline.feature();
            var received = received(baseline, day);
            if (received == null) {
                forgotten(key);
                return;
            }
            gone.remove(key);
            if (received.equals(told.get(key))) {
                news.remove(key);
            } else {
                news.put(key, received);
            }
        }

        /** What the fleet knows no longer. */
        public void forgotten(String key) {
            news.remove(key);
            if (told.containsKey(key)) {
                gone.add(key);
            }
        }

        /** What the truck has to be told; of new kinds as many as there is room for. */
        public Change change() {
            long room = (long) most - told.size() + gone.size();
            var kept = new LinkedHashMap<String, BaselineReceived>();
            for (var one : news.entrySet()) {
                if (told.containsKey(one.getKey()) || room-- > 0) {
                    kept.put(one.getKey(), one.getValue());
                }
            }
            return new Change(List.copyOf(kept.values()), gone);
        }
    }

    /**
     * @param most baselines that are told at most, one for each feature of a kind of scan
     */
    public FleetTable(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a table has room");
        }
        this.most = most;
    }

    /** Begins to gather. */
    public Gathering gather() {
        return new Gathering();
    }

    /** The truck's broker has it. */
    public void told(Change change) {
        change.news().forEach(one -> told.put(one.key(), one));
        told.keySet().removeAll(change.gone());
    }

    /** How many the truck knows of. */
    public int size() {
        return told.size();
    }

    // What it takes to be told; a name that is none is nobody's.
    private static @Nullable BaselineReceived received(FleetBaseline baseline, LocalDate day) {
        var scale = baseline.scanScale();
        if (scale == null || baseline.scanners() < LEAST_SCANNERS) {
            return null;
        }
        try {
            return new BaselineReceived(
                    baseline.stratum().key(),
                    baseline.feature(),
                    baseline.scans(),
                    baseline.location(),
                    scale,
                    day);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}

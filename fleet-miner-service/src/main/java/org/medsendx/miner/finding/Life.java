package org.medsendx.miner.finding;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.FleetAction.Kind;
import org.medsendx.contracts.deidentified.FleetCase;

/**
 * The life of one finding: what the measurements said and what people did, in the order of time.
 * The same for the same parts in whatever order they came, so a memory that is built anew from the
 * topics is the memory that was lost.
 *
 * @param steps each change of state, in order
 * @param state where it stands now
 */
public record Life(List<FleetCase.Step> steps, FindingState state) {

    public Life {
        steps = List.copyOf(steps);
        Objects.requireNonNull(state, "state");
    }

    private record Moment(
            Instant at,
            String tie,
            LocalDate day,
            Finding.@Nullable What seen,
            @Nullable Deed done) {}

    /** The life of a finding, given all that people did about its scanner. */
    public static Life of(Finding finding, Collection<Deed> deeds) {
        var moments = new ArrayList<Moment>();
        for (var sight : finding.sights()) {
            moments.add(new Moment(sight.at(), "", sight.day(), sight.what(), null));
        }
        for (var deed : effective(deeds)) {
            if (finding.id().equals(deed.finding())) {
                var day = LocalDate.ofInstant(deed.at(), ZoneOffset.UTC);
                moments.add(new Moment(deed.at(), deed.id(), day, null, deed));
            }
        }
        // However clocks differ, nothing is done about a finding before it is opened.
        moments.sort(
                Comparator.comparing((Moment moment) -> moment.seen() != Finding.What.OPENED)
                        .thenComparing(Moment::at)
                        .thenComparing(Moment::tie));
        var state = FindingState.OPEN;
        var steps = new ArrayList<FleetCase.Step>();
        for (var moment : moments) {
            var next = after(state, moment);
            if (next != null && (next != state || steps.isEmpty())) {
                state = next;
                var done = moment.done();
                steps.add(
                        new FleetCase.Step(
                                moment.day(), state.code(), done == null ? null : done.id()));
            }
        }
        return new Life(steps, state);
    }

    private static @Nullable FindingState after(FindingState state, Moment moment) {
        var done = moment.done();
        if (done != null) {
            return state.after(done.kind());
        }
        return switch (Objects.requireNonNull(moment.seen())) {
            case OPENED -> FindingState.OPEN;
            case AS_USUAL_AGAIN -> state == FindingState.IN_SERVICE ? null : FindingState.RESOLVED;
            case BACK -> state == FindingState.RESOLVED ? FindingState.REOPENED : null;
        };
    }

    /** What was done and not taken back. */
    static List<Deed> effective(Collection<Deed> deeds) {
        var withdrawn = new HashSet<String>();
        for (var deed : deeds) {
            if (deed.kind() == Kind.WITHDRAW && deed.withdraws() != null) {
                withdrawn.add(deed.withdraws());
            }
        }
        return deeds.stream()
                .filter(deed -> !withdrawn.contains(deed.id()))
                .sorted(Comparator.comparing(Deed::at).thenComparing(Deed::id))
                .toList();
    }

    /** The day of the latest step. */
    public LocalDate lastStep() {
        return steps.getLast().day();
    }
}

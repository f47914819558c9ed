package org.medsendx.miner.messaging;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.deidentified.FleetEffect;
import org.medsendx.contracts.deidentified.FleetEvidence;
import org.medsendx.contracts.deidentified.FleetSummary.Received;
import org.medsendx.contracts.deidentified.TruckStatus;
import org.medsendx.miner.finding.Finding;
import org.medsendx.miner.finding.FindingState;
import org.medsendx.miner.finding.ScannerFile;
import org.medsendx.miner.finding.ScannerFile.Verdict;
import org.medsendx.miner.sequence.OverdueNumbers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds trucks whose events do not all arrive. A finding opens when numbers have been missing for
 * longer than they may be late, is resolved when all have come, and is seen again when more are
 * missing than before: what a person has dealt with, though it never came, is no new finding.
 */
final class TruckWatch {

    static final String CAUSE = "events-missing";
    static final String FEATURE = "events";

    private static final Logger LOG = LoggerFactory.getLogger(TruckWatch.class);

    private final Mining mining;
    private final ProcessorContext<byte[], byte[]> context;
    private final OutgoingEvents events;
    private final FleetMemory memory;
    private final OverdueNumbers overdue;
    private final Map<String, TruckStatus> told = new HashMap<>();
    // Trucks of which all had come at a moment, since it was last found that something is missing.
    private final Set<String> whole = new HashSet<>();

    /** What is overdue of all streams of a truck; null while it cannot be said of one of them. */
    private static final class Sum {
        long missing;
        @Nullable Long overdue = 0L;
    }

    TruckWatch(
            Mining mining,
            ProcessorContext<byte[], byte[]> context,
            OutgoingEvents events,
            FleetMemory memory) {
        this.mining = mining;
        this.context = context;
        this.events = events;
        this.memory = memory;
        this.overdue = new OverdueNumbers(mining.missingAfter());
    }

    /** Looks at all trucks, and says of whom something is other than before. */
    void watch(long now) {
        var at = Instant.ofEpochMilli(now);
        var trucks = new TreeMap<String, Sum>();
        for (var stream : memory.streams()) {
            var truck = stream.truck();
            if (truck != null) {
                add(trucks.computeIfAbsent(truck, t -> new Sum()), stream, at);
            }
        }
        trucks.forEach((truck, sum) -> judge(truck, sum, at));
        for (var truck : new HashSet<>(told.keySet())) {
            if (!trucks.containsKey(truck)) {
                told.remove(truck);
                whole.remove(truck);
                memory.forgetTruck(truck);
                context.forward(
                        OutgoingEvents.gone(DeidentifiedTopic.FLEET_TRUCK_STATUS, truck, now));
            }
        }
    }

    private void add(Sum sum, Received stream, Instant at) {
        var late =
                overdue.watch(
                        String.join(" ", stream.source(), stream.epoch(), stream.topicName()),
                        stream.missing(),
                        at);
        sum.missing += stream.missing();
        var before = sum.overdue;
        sum.overdue = late == null || before == null ? null : Long.valueOf(before + late);
    }

    private void judge(String truck, Sum sum, Instant at) {
        var before = memory.truckFile(truck);
        var after = before;
        var overdue = sum.overdue;
        if (sum.missing == 0) {
            whole.add(truck);
            after = before.judged(Verdict.AS_USUAL, List.of(), day(at), at, mining.reopenDays());
        } else if (overdue != null && overdue > 0) {
            after =
                    before.judged(
                            Verdict.DIFFERS,
                            List.of(evidence(overdue)),
                            worse(truck, before, overdue, day(at)),
                            at,
                            mining.reopenDays());
            whole.remove(truck);
        }
        memory.file(after);
        long missing = sum.missing == 0 ? 0 : overdue == null ? last(truck) : overdue;
        var status = new TruckStatus(truck, missing, after.cases());
        if (!status.equals(told.put(truck, status))) {
            tell(status, at);
        }
    }

    // While it cannot be said, as after a restart, it is what it was.
    private long last(String truck) {
        var known = told.get(truck);
        if (known != null) {
            return known.missing();
        }
        var finding = latest(memory.truckFile(truck));
        return finding == null || !memory.truckFile(truck).life(finding).state().unresolved()
                ? 0
                : Math.round(finding.effect().value());
    }

    private static FleetEvidence evidence(long overdue) {
        return new FleetEvidence(
                FEATURE,
                CAUSE,
                FEATURE,
                new FleetEffect(overdue, overdue, overdue),
                null,
                overdue,
                1,
                0,
                0,
                true,
                null);
    }

    /**
     * The day on which more was missing than before: today, or the day known already. What is
     * resolved already and missing all the same is nothing new.
     */
    private LocalDate worse(String truck, ScannerFile file, long overdue, LocalDate today) {
        var known = latest(file);
        if (known == null || whole.contains(truck) || overdue > known.effect().value()) {
            return today;
        }
        var steps = file.life(known).steps();
        boolean allCame =
                file.life(known).state() == FindingState.RESOLVED
                        && steps.getLast().action() == null;
        return allCame ? today : known.lastDay();
    }

    private static @Nullable Finding latest(ScannerFile file) {
        return file.findings().isEmpty() ? null : file.findings().getLast();
    }

    private void tell(TruckStatus status, Instant at) {
        context.forward(events.record(status, at.toEpochMilli()));
        var newest = status.findings().isEmpty() ? null : status.findings().getFirst();
        LOG.info(
                "truck={} missing={} finding={} {}",
                status.truck(),
                status.missing(),
                newest == null ? "-" : newest.id(),
                newest == null ? "-" : newest.state());
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
}

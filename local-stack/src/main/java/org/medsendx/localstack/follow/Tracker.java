package org.medsendx.localstack.follow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.contracts.deidentified.InstanceUploaded;
import org.medsendx.contracts.deidentified.ObjectKey;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.UploadedKind;
import org.medsendx.contracts.identified.InstanceWithheld;
import org.medsendx.localstack.send.Delivery;
import org.medsendx.localstack.send.InputFile;

/**
 * Puts together what became of every input, from the deliveries, edge-ingest's ledger and the
 * events of truck and cloud, in whatever order they come. Thread safe.
 */
public final class Tracker {

    private static final Set<String> AGAIN = Set.of("duplicate", "repeated");

    /** The stages of the pipeline, in order. */
    public enum Stage {
        received,
        deidentified,
        segmented,
        uploaded,
        mined
    }

    private final int total;
    private final Map<String, Deque<IntakeRecord>> intake = new HashMap<>();
    private final Map<InputFile, IntakeRecord> decided = new LinkedHashMap<>();
    private final List<Delivery> waiting = new ArrayList<>();
    private final Map<UUID, Path> paths = new HashMap<>();
    private final Map<Stage, List<Double>> millis = new HashMap<>();
    private long mined;
    private Map<String, Long> notCounted = Map.of();

    /**
     * @param total how many inputs there are
     */
    public Tracker(int total) {
        this.total = total;
        for (var stage : Stage.values()) {
            millis.put(stage, new ArrayList<>());
        }
    }

    /** The way of one received instance, as far as it is known. */
    private static final class Path {
        private long receivedAt;
        private long decidedAt;
        private @Nullable InstanceWithheld withheld;
        private @Nullable InstanceDeidentified deidentified;
        private @Nullable ScanAssessed assessed;
        private final Set<UploadedKind> uploaded = new HashSet<>();
    }

    /** An input was delivered. */
    public synchronized void delivered(Delivery delivery) {
        if (!delivery.byHotFolder()) {
            time(Stage.received, delivery.millis());
        }
        if (!match(delivery)) {
            waiting.add(delivery);
        }
    }

    /** Edge-ingest decided about something. */
    public synchronized void intake(IntakeRecord record) {
        intake.computeIfAbsent(matchKey(record), key -> new ArrayDeque<>()).add(record);
        if ("received".equals(record.outcome())) {
            path(record.objectId()).receivedAt = record.receivedAt().toEpochMilli();
        }
        waiting.removeIf(this::match);
    }

    // A hot-folder file has a name of its own; by C-STORE equal bytes are told apart by order,
    // which is as good.
    private static String matchKey(IntakeRecord record) {
        return record.via().equals("HOT_FOLDER") ? "hot:" + record.source() : record.digest();
    }

    private boolean match(Delivery delivery) {
        var key = delivery.byHotFolder() ? "hot:" + delivery.hotFolderName() : delivery.digest();
        var records = intake.get(key);
        if (records == null || records.isEmpty()) {
            return false;
        }
        decided.put(delivery.input(), records.removeFirst());
        return true;
    }

    /**
     * An event was published.
     *
     * @param at the Kafka record's timestamp, milliseconds since the epoch
     */
    public synchronized void event(Payload payload, long at) {
        switch (payload) {
            case InstanceWithheld withheld -> {
                var path = path(withheld.objectId());
                if (path.withheld == null) {
                    path.withheld = withheld;
                    path.decidedAt = at;
                    time(Stage.deidentified, at - path.receivedAt);
                }
            }
            case InstanceDeidentified deidentified -> {
                var path = path(deidentified.objectId());
                if (path.deidentified == null) {
                    path.deidentified = deidentified;
                    path.decidedAt = at;
                    time(Stage.deidentified, at - path.receivedAt);
                }
            }
            case ScanAssessed assessed -> {
                var path = path(assessed.objectId());
                if (path.assessed == null) {
                    path.assessed = assessed;
                    time(Stage.segmented, at - path.decidedAt);
                }
            }
            case InstanceUploaded uploaded -> {
                var path = path(uploaded.objectId());
                if (path.uploaded.add(uploaded.kind())
                        && uploaded.kind() == UploadedKind.INSTANCE) {
                    time(Stage.uploaded, at - path.decidedAt);
                }
            }
            default -> {}
        }
    }

    /**
     * What the fleet miner has read.
     *
     * @param count scans that it has mined
     * @param passedBy records that do not count for the fleet, by the reason's code
     */
    public synchronized void mined(long count, Map<String, Long> passedBy) {
        mined = count;
        notCounted = new TreeMap<>(passedBy);
        // The same once more, which was read before.
        notCounted.keySet().removeAll(AGAIN);
    }

    /** Scans that do not count for the fleet, by the reason's code. */
    public synchronized Map<String, Long> notCounted() {
        return Map.copyOf(notCounted);
    }

    private long read() {
        return mined + notCounted.values().stream().mapToLong(Long::longValue).sum();
    }

    private Path path(UUID objectId) {
        return paths.computeIfAbsent(objectId, id -> new Path());
    }

    private void time(Stage stage, double value) {
        times(stage).add(Math.max(0, value));
    }

    private List<Double> times(Stage stage) {
        return millis.computeIfAbsent(stage, s -> new ArrayList<>());
    }

    /** How many passed a stage, of how many that are known to have to. */
    public record Progress(long done, long of) {}

    /** How far each stage is. */
    public synchronized Map<Stage, Progress> progress() {
        long received = received();
        var ours = ours();
        long deidentified = ours.stream().filter(p -> p.deidentified != null).count();
        long withheld = ours.stream().filter(p -> p.withheld != null).count();
        long assessed = ours.stream().filter(p -> p.assessed != null).count();
        long uploaded =
                ours.stream().filter(p -> p.uploaded.contains(UploadedKind.INSTANCE)).count();
        long measured = measured();
        var progress = new LinkedHashMap<Stage, Progress>();
        progress.put(Stage.received, new Progress(decided.size(), total));
        progress.put(Stage.deidentified, new Progress(deidentified + withheld, received));
        progress.put(Stage.segmented, new Progress(assessed, deidentified));
        progress.put(Stage.uploaded, new Progress(uploaded, deidentified));
        progress.put(Stage.mined, new Progress(Math.min(read(), measured), measured));
        return progress;
    }

    // Only what came of these inputs: a stack that stayed up has events of others, too.
    private List<Path> ours() {
        return decided.values().stream()
                .filter(r -> "received".equals(r.outcome()))
                .map(r -> path(r.objectId()))
                .toList();
    }

    private long received() {
        return decided.values().stream().filter(r -> "received".equals(r.outcome())).count();
    }

    private long measured() {
        return paths.values().stream()
                .filter(p -> p.assessed != null && p.assessed.measured())
                .count();
    }

    /** Whether every input is accounted for and everything that belongs to it has arrived. */
    public synchronized boolean done() {
        return decided.size() == total
                && decided.values().stream().allMatch(this::finished)
                && read() >= measured();
    }

    private boolean finished(IntakeRecord record) {
        return !"received".equals(record.outcome()) || finished(path(record.objectId()));
    }

    private static boolean finished(Path path) {
        if (path.withheld != null) {
            return true;
        }
        var assessed = path.assessed;
        return path.deidentified != null
                && assessed != null
                && path.uploaded.contains(UploadedKind.INSTANCE)
                && assessed.derived().stream()
                        .allMatch(kind -> path.uploaded.contains(kind.uploaded()));
    }

    /** How an input ended. */
    public sealed interface End {

        record NotReceived(String outcome, String reason) implements End {}

        record Withheld(List<String> reasons) implements End {}

        /**
         * @param derived what lies beside it in the cloud
         */
        record Released(UUID objectId, ObjectKey key, List<DerivedKind> derived) implements End {
            public Released {
                derived = List.copyOf(derived);
            }
        }

        /** Not accounted for. */
        record Unknown() implements End {}
    }

    /** How this input ended, as far as is known. */
    public synchronized End end(InputFile input) {
        var record = decided.get(input);
        if (record == null) {
            return new End.Unknown();
        }
        if (!"received".equals(record.outcome())) {
            var reason = record.reason();
            return new End.NotReceived(
                    record.outcome(), reason == null ? record.outcome() : reason);
        }
        var path = path(record.objectId());
        if (path.withheld != null) {
            return new End.Withheld(
                    path.withheld.reasons().stream().map(InstanceWithheld.Reason::rule).toList());
        }
        if (path.deidentified == null || !finished(path)) {
            return new End.Unknown();
        }
        return new End.Released(
                record.objectId(),
                path.deidentified.copy().objectKey(),
                path.assessed == null ? List.of() : path.assessed.derived());
    }

    /** Times of a stage in milliseconds, in the order they were seen. */
    public synchronized List<Double> stageMillis(Stage stage) {
        return List.copyOf(times(stage));
    }
}

package org.medsendx.miner.messaging;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.miner.board.FleetBoard;
import org.medsendx.miner.telemetry.MinerMetrics;

/**
 * scans.features.v1, scans.outcomes.v1 and fleet.actions.v1 to statuses, findings, baselines and
 * the summary.
 *
 * <pre>
 * scans.features.v1 (any partitions, by scanner)
 *   -> scanner: what can be believed counts once,
 *      in its scanner's days                              one task per partition
 *        -> one update per scanner and second, one partition
 * scans.outcomes.v1 (any partitions, by scanner)
 *   -> reviews: the decision that counts of each scan     one task per partition
 *        -> one update per scanner and second, one partition
 * fleet.actions.v1 -> read -> one partition
 *   -> fleet: analyse by punctuation, say what changed    one task: a cohort is seen whole
 *        -> fleet.scanner-status.v1, fleet.findings.v1, fleet.baselines.v1,
 *           fleet.truck-status.v1, fleet.summary.v1
 * </pre>
 *
 * <p>Values are bytes up to the processors, so that an unreadable record is counted and passed by
 * where it is met, and never stops the stream. The names of stores are those of their logs on
 * Kafka: a store whose form changes gets another name, or the application another id.
 */
public final class FleetTopology {

    // Of the first stage.
    static final String SCANNERS = "scanners";
    static final String STREAMS = "numbers";
    static final String PENDING = "pending";
    static final String REVIEWS = "reviews";
    static final String OUTCOMES = "outcome-numbers";
    // Of the second.
    static final String DAYS = "days";
    static final String COUNTS = "counts";
    static final String FILES = "files";
    static final String SAID = "said";
    static final String DECIDED = "decided";

    private static final String TYPE = "ce_type";

    private FleetTopology() {}

    /** Builds it. */
    public static Topology of(Mining mining, FleetBoard board, MinerMetrics metrics) {
        var builder = new StreamsBuilder();
        for (var store :
                new String[] {SCANNERS, STREAMS, PENDING, DAYS, COUNTS, FILES, SAID, DECIDED}) {
            builder.addStateStore(inMemory(store));
        }
        // Their values are written for each decision: the cache makes one write of many.
        builder.addStateStore(inMemory(REVIEWS).withCachingEnabled());
        builder.addStateStore(inMemory(OUTCOMES).withCachingEnabled());
        var updates =
                events(builder, DeidentifiedTopic.SCANS_FEATURES)
                        .process(
                                () -> new ScannerStage(mining, metrics), SCANNERS, STREAMS, PENDING)
                        .repartition(toOnePartition("updates"));
        var reviews =
                events(builder, DeidentifiedTopic.SCANS_OUTCOMES)
                        .process(() -> new ReviewStage(mining, metrics), REVIEWS, OUTCOMES)
                        .repartition(toOnePartition("reviewed"));
        events(builder, DeidentifiedTopic.FLEET_ACTIONS)
                .process(() -> new ActionsReader(metrics))
                .repartition(toOnePartition("actions"))
                .merge(updates)
                .merge(reviews)
                .process(
                        () -> new FleetProcessor(mining, board, metrics),
                        DAYS,
                        COUNTS,
                        FILES,
                        SAID,
                        DECIDED)
                .to(
                        (key, value, context) ->
                                topicOf(context.headers().lastHeader(TYPE).value()),
                        Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
        return builder.build();
    }

    private static StoreBuilder<KeyValueStore<String, byte[]>> inMemory(String store) {
        return Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(store), Serdes.String(), Serdes.ByteArray());
    }

    private static KStream<byte[], byte[]> events(StreamsBuilder builder, DeidentifiedTopic topic) {
        return builder.stream(
                topic.topicName(), Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()));
    }

    private static Repartitioned<byte[], byte[]> toOnePartition(String name) {
        return Repartitioned.with(Serdes.ByteArray(), Serdes.ByteArray())
                .withName(name)
                .withNumberOfPartitions(1);
    }

    // Records say which event they are; the topic follows from that.
    private static String topicOf(byte[] type) {
        var name = new String(type, StandardCharsets.UTF_8);
        for (var topic : DeidentifiedTopic.values()) {
            if (topic.type().equals(name)) {
                return topic.topicName();
            }
        }
        throw new IllegalStateException("the fleet processor sends events of known types only");
    }
}

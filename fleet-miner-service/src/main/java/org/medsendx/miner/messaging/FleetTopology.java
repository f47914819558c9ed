package org.medsendx.miner.messaging;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.Stores;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.miner.board.FleetBoard;
import org.medsendx.miner.telemetry.MinerMetrics;

/**
 * scans.features.v1 to scanner status, findings and baselines.
 *
 * <pre>
 * scans.features.v1 (any partitions, by scanner)
 *   -> read: is it an event of its schema?              one task per partition
 *   -> repartition to one partition
 *   -> fleet: remember once, analyse by punctuation     one task: a cohort is seen whole or not at all
 *        -> fleet.scanner-status.v1, fleet.findings.v1, fleet.baselines.v1
 * </pre>
 *
 * <p>Values are bytes up to the processors, so that an unreadable record is counted and passed by
 * where it is met, and never stops the stream.
 */
public final class FleetTopology {

    static final String SCANS = "scans";
    static final String STATUSES = "statuses";
    static final String FINDINGS = "findings";
    static final String STREAMS = "streams";

    private static final String TYPE = "ce_type";

    private FleetTopology() {}

    /** Builds it. */
    public static Topology of(Mining mining, FleetBoard board, MinerMetrics metrics) {
        var builder = new StreamsBuilder();
        for (var store : new String[] {SCANS, STATUSES, FINDINGS, STREAMS}) {
            builder.addStateStore(
                    Stores.keyValueStoreBuilder(
                            Stores.inMemoryKeyValueStore(store),
                            Serdes.String(),
                            Serdes.ByteArray()));
        }
        builder.stream(
                        DeidentifiedTopic.SCANS_FEATURES.topicName(),
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .process(() -> new FeaturesReader(metrics))
                .repartition(
                        Repartitioned.with(Serdes.ByteArray(), Serdes.ByteArray())
                                .withName("fleet")
                                .withNumberOfPartitions(1))
                .process(
                        () -> new FleetProcessor(mining, board, metrics),
                        SCANS,
                        STATUSES,
                        FINDINGS,
                        STREAMS)
                .to(
                        (key, value, context) ->
                                topicOf(context.headers().lastHeader(TYPE).value()),
                        Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
        return builder.build();
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

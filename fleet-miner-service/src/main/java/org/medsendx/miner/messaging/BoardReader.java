package org.medsendx.miner.messaging;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.UnreadableEventException;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.miner.board.FleetBoard;
import org.medsendx.outbox.Backoff;
import org.medsendx.outbox.kafka.RecordTaker;
import org.medsendx.outbox.kafka.TableReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what was said of the fleet from its topics onto the board, in every instance, from their
 * beginning and in a consumer of its own: the board answers while the stream is moved from one
 * instance to another, and when it has ended.
 */
public final class BoardReader implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(BoardReader.class);

    private static final List<DeidentifiedTopic> TOPICS =
            List.of(
                    DeidentifiedTopic.FLEET_SCANNER_STATUS,
                    DeidentifiedTopic.FLEET_BASELINES,
                    DeidentifiedTopic.FLEET_FINDINGS,
                    DeidentifiedTopic.FLEET_TRUCK_STATUS,
                    DeidentifiedTopic.FLEET_SUMMARY,
                    DeidentifiedTopic.FLEET_ACTIONS);

    private static final Map<String, DeidentifiedTopic> BY_NAME =
            TOPICS.stream()
                    .collect(Collectors.toMap(DeidentifiedTopic::topicName, Function.identity()));

    private final FleetBoard board;
    private final TableReader reader;

    /**
     * @param consumers makes a consumer that sees what the guarantee of the stream lets readers see
     * @param backoff the wait after a failure
     */
    public BoardReader(
            Supplier<Consumer<byte[], byte[]>> consumers, FleetBoard board, Backoff backoff) {
        this.board = board;
        this.reader =
                new TableReader(
                        consumers,
                        TOPICS,
                        new TableReader.Taker() {
                            @Override
                            public void take(List<ConsumerRecord<byte[], byte[]>> records) {
                                records.forEach(BoardReader.this::take);
                            }

                            @Override
                            public void whole() {
                                board.whole();
                            }
                        },
                        Duration.ZERO,
                        backoff);
    }

    /** Reads until it is stopped; a broker or topics that are not there are waited for. */
    @Override
    public void run() {
        reader.run();
    }

    /** Ends {@link #run} soon. */
    public void stop() {
        reader.close();
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        var topic = BY_NAME.get(record.topic());
        if (topic == null || record.key() == null) {
            return;
        }
        if (record.value() == null) {
            board.forget(topic, new String(record.key(), StandardCharsets.UTF_8));
            return;
        }
        try {
            Payload payload =
                    EventCodec.read(
                                    topic.payload(),
                                    RecordTaker.headers(record.headers()),
                                    record.value())
                            .data();
            board.take(payload, record.timestamp());
        } catch (UnreadableEventException e) {
            LOG.warn(
                    "record passed by: topic={} partition={} offset={} code={}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.code());
        }
    }
}

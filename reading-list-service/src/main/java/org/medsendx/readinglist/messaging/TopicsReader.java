package org.medsendx.readinglist.messaging;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.medsendx.outbox.Backoff;
import org.medsendx.outbox.kafka.RecordTaker;
import org.medsendx.outbox.kafka.TableReader;
import org.medsendx.outbox.work.WorkState;
import org.medsendx.readinglist.exam.ExamList;
import org.medsendx.readinglist.exam.Freshness;
import org.medsendx.readinglist.intake.Intake;
import org.medsendx.readinglist.intake.Outcome;
import org.medsendx.readinglist.intake.RawRecord;
import org.medsendx.readinglist.telemetry.ReadingMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topics onto the list, in every instance, from their beginning and without a group. So
 * nothing is kept between two starts, and an instance that was killed has the list again when it
 * has read them.
 */
public final class TopicsReader implements TableReader.Taker, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicsReader.class);

    private final Intake intake;
    private final ExamList list;
    private final Freshness freshness;
    private final ReadingMetrics metrics;
    private final TableReader reader;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private @Nullable Thread thread;

    /**
     * @param consumers makes a consumer
     * @param askEvery how often it is asked whether all was read
     * @param backoff the wait after a failure
     */
    public TopicsReader(
            Supplier<Consumer<byte[], byte[]>> consumers,
            Intake intake,
            ExamList list,
            Freshness freshness,
            ReadingMetrics metrics,
            Duration askEvery,
            Backoff backoff) {
        this.intake = intake;
        this.list = list;
        this.freshness = freshness;
        this.metrics = metrics;
        this.reader = TableReader.following(consumers, Intake.TOPICS, this, askEvery, backoff);
    }

    /** Reads until it is closed; a broker or topics that are not there are waited for. */
    public void start() {
        thread = reader.start("reading-list");
    }

    /** Whether it reads. */
    public WorkState state() {
        var running = thread;
        if (running == null || !running.isAlive()) {
            return WorkState.STOPPED;
        }
        return freshness.now().state() == Freshness.State.CURRENT
                ? WorkState.WORKING
                : WorkState.WAITING;
    }

    @Override
    public void take(List<ConsumerRecord<byte[], byte[]>> records) {
        for (var record : records) {
            watch(record);
            var outcome =
                    intake.take(
                            new RawRecord(
                                    record.topic(),
                                    record.key(),
                                    record.value(),
                                    RecordTaker.headers(record.headers()),
                                    Instant.ofEpochMilli(record.timestamp())));
            long so = metrics.count(record.topic(), outcome);
            // A truck that sends nothing else does not fill the disk with lines.
            if (outcome.isRefused() && Long.bitCount(so) == 1) {
                LOG.warn(
                        "record passed by: topic={} partition={} offset={} code={} so far={}",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        outcome.code(),
                        so);
            }
        }
        list.settle();
    }

    /** What the broker deleted while this did not read it is not on the list, and is missed. */
    private void watch(ConsumerRecord<byte[], byte[]> record) {
        var partition = new TopicPartition(record.topic(), record.partition());
        var expected = next.put(partition, record.offset() + 1);
        if (expected != null && record.offset() > expected) {
            long missed = record.offset() - expected;
            freshness.missed(missed);
            LOG.warn(
                    "events are gone that were not read: topic={} partition={} from={} count={}",
                    record.topic(),
                    record.partition(),
                    expected,
                    missed);
        }
    }

    @Override
    public void whole(Instant moment) {
        list.live();
        freshness.proved(moment);
    }

    /** How many records were refused, by outcome. */
    public Map<Outcome, Long> refused() {
        return metrics.refused();
    }

    @Override
    public void close() {
        reader.close();
    }
}

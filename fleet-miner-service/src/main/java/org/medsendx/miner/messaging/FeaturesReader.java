package org.medsendx.miner.messaging;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.UnreadableEventException;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.miner.intake.Believable;
import org.medsendx.miner.telemetry.MinerMetrics;
import org.medsendx.outbox.kafka.RecordTaker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what is an event of scans.features.v1 that can be believed. The rest is counted and logged
 * by topic, partition, offset and code; the records themselves stay on their topic, which is their
 * dead letter box: nothing is lost, and nothing of them is copied.
 */
final class FeaturesReader {

    private static final Logger LOG = LoggerFactory.getLogger(FeaturesReader.class);

    /** Why an event does not count: its writer has a name that none of ours has. */
    static final String WRITER = "implausible-writer";

    /** Why an event does not count: no writer of ours gets that far. */
    static final String NUMBER = "implausible-number";

    private static final int LONGEST_NAME = 128;

    private final MinerMetrics metrics;

    FeaturesReader(MinerMetrics metrics) {
        this.metrics = metrics;
    }

    /** The event of a record, or null when it is none that can be believed; then that is told. */
    @Nullable Event<ScanFeatures> believed(
            Record<byte[], byte[]> record, ProcessorContext<byte[], byte[]> context) {
        var today =
                LocalDate.ofInstant(
                        Instant.ofEpochMilli(context.currentSystemTimeMs()), ZoneOffset.UTC);
        try {
            var event = read(ScanFeatures.class, record);
            var objection =
                    isName(event.source()) && isName(event.epoch())
                            ? Believable.objection(event.data(), today)
                            : WRITER;
            if (objection == null) {
                return event;
            }
            metrics.passedBy(objection);
            passedBy(context, objection);
        } catch (UnreadableEventException e) {
            metrics.passedBy("unreadable");
            passedBy(context, e.code());
        }
        return null;
    }

    // What is kept of each writer is kept under its name.
    static boolean isName(String text) {
        return text.length() <= LONGEST_NAME
                && text.chars().allMatch(c -> c > ' ' && c < Character.MAX_VALUE);
    }

    static void passedBy(ProcessorContext<byte[], byte[]> context, String code) {
        var place = context.recordMetadata().orElse(null);
        LOG.warn(
                "record passed by: topic={} partition={} offset={} code={}",
                place == null ? "?" : place.topic(),
                place == null ? -1 : place.partition(),
                place == null ? -1 : place.offset(),
                code);
    }

    static <P extends Payload> Event<P> read(Class<P> payload, Record<byte[], byte[]> record)
            throws UnreadableEventException {
        return EventCodec.read(payload, RecordTaker.headers(record.headers()), record.value());
    }
}

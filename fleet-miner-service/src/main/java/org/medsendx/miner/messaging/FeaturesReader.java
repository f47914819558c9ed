package org.medsendx.miner.messaging;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Plausible;
import org.medsendx.contracts.UnreadableEventException;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.miner.telemetry.MinerMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets through what is an event of scans.features.v1 whose day can be believed: one of the future
 * would push the scanner's whole history out of what is kept. The rest is counted and logged by
 * topic, partition, offset and code; the records themselves stay on their topic, which is their
 * dead letter box: nothing is lost, and nothing of them is copied.
 */
final class FeaturesReader implements Processor<byte[], byte[], byte[], byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(FeaturesReader.class);

    private final MinerMetrics metrics;
    private @Nullable ProcessorContext<byte[], byte[]> context;

    FeaturesReader(MinerMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        var out = context;
        if (out == null) {
            throw new IllegalStateException("not initialised");
        }
        LocalDate day;
        try {
            day = read(record).data().acquisitionDay();
        } catch (UnreadableEventException e) {
            metrics.unreadable();
            passedBy(out, e.code());
            return;
        }
        var today =
                LocalDate.ofInstant(
                        Instant.ofEpochMilli(out.currentSystemTimeMs()), ZoneOffset.UTC);
        if (!Plausible.reported(day, today)) {
            metrics.implausibleDay();
            passedBy(out, "implausible-day");
            return;
        }
        out.forward(record);
    }

    private static void passedBy(ProcessorContext<byte[], byte[]> context, String code) {
        var place = context.recordMetadata().orElse(null);
        LOG.warn(
                "record passed by: topic={} partition={} offset={} code={}",
                place == null ? "?" : place.topic(),
                place == null ? -1 : place.partition(),
                place == null ? -1 : place.offset(),
                code);
    }

    static Event<ScanFeatures> read(Record<byte[], byte[]> record) throws UnreadableEventException {
        return EventCodec.read(ScanFeatures.class, headers(record.headers()), record.value());
    }

    private static Map<String, String> headers(Headers headers) {
        var map = new HashMap<String, String>();
        for (var header : headers) {
            if (header.value() != null) {
                map.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return map;
    }
}

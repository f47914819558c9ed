package org.medsendx.miner.messaging;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.UnreadableEventException;
import org.medsendx.contracts.deidentified.FleetAction;
import org.medsendx.miner.telemetry.MinerMetrics;

/** Lets through what is an event of fleet.actions.v1; the rest is counted and logged. */
final class ActionsReader implements Processor<byte[], byte[], byte[], byte[]> {

    private final MinerMetrics metrics;
    private @Nullable ProcessorContext<byte[], byte[]> context;

    ActionsReader(MinerMetrics metrics) {
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
        try {
            var action = FeaturesReader.read(FleetAction.class, record).data();
            var headers = new RecordHeaders();
            Kind.ACTION.on(headers);
            out.forward(
                    new Record<>(record.key(), Stored.write(action), record.timestamp(), headers));
        } catch (UnreadableEventException e) {
            metrics.unreadableAction();
            FeaturesReader.passedBy(out, e.code());
        }
    }
}

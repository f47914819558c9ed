package org.medsendx.uplink.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.medsendx.uplink.upload.JobId;
import org.medsendx.uplink.upload.UplinkListener;
import org.medsendx.uplink.upload.UploadJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Metrics and log lines of one destination beside the bucket. Its label is the name in the
 * configuration, of which there are few; a line names an object by its random id and nothing else.
 */
public final class LaneMetrics implements UplinkListener {

    private static final Logger LOG = LoggerFactory.getLogger(LaneMetrics.class);
    private static final String OUTCOMES = "medsendx.pacs.objects";

    private final MeterRegistry registry;
    private final String name;
    private final Counter bytes;
    private final Counter warnings;

    public LaneMetrics(MeterRegistry registry, String name) {
        this.registry = registry;
        this.name = name;
        for (var outcome : List.of("sent", "existed", "delivered", "parked", "failed")) {
            outcome(outcome);
        }
        this.bytes = registry.counter("medsendx.pacs.sent.bytes", "destination", name);
        this.warnings = registry.counter("medsendx.pacs.warnings", "destination", name);
    }

    /**
     * What changes by itself.
     *
     * @param backlog objects to be sent
     * @param unconfirmed objects that were sent and not committed to
     * @param parked objects that it refused
     */
    public void watch(
            Supplier<Number> backlog, Supplier<Number> unconfirmed, Supplier<Number> parked) {
        gauge("medsendx.pacs.backlog", backlog);
        gauge("medsendx.pacs.unconfirmed", unconfirmed);
        gauge("medsendx.pacs.parked", parked);
    }

    private void gauge(String metric, Supplier<Number> value) {
        Gauge.builder(metric, value).tag("destination", name).register(registry);
    }

    private Counter outcome(String outcome) {
        return registry.counter(OUTCOMES, "destination", name, "outcome", outcome);
    }

    @Override
    public void uploaded(UploadJob job, boolean existed, Duration sinceAdded) {
        outcome(existed ? "existed" : "sent").increment();
        bytes.increment((double) job.content().bytes());
        LOG.debug("{}: sent {} {}", name, job.objectId(), job.kind());
    }

    /** It has confirmed an object. */
    public void delivered() {
        outcome("delivered").increment();
    }

    /** It stored an object with a warning. */
    public void warned(int reason) {
        warnings.increment();
        LOG.info("{}: stored with warning {}", name, Integer.toHexString(reason));
    }

    @Override
    public void parked(JobId job, String reason) {
        outcome("parked").increment();
        LOG.warn("{}: parked {} {}: {}", name, job.objectId(), job.kind(), reason);
    }

    @Override
    public void waiting(JobId job, String reason, Duration pause) {
        outcome("failed").increment();
        LOG.info(
                "{}: waiting {} ms after {} with {}",
                name,
                pause.toMillis(),
                reason,
                job.objectId());
    }
}

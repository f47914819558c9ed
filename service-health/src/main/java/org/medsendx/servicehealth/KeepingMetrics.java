package org.medsendx.servicehealth;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import org.medsendx.outbox.Outbox;
import org.medsendx.outbox.Relay;
import org.medsendx.outbox.retention.ConfirmedFiles;

/**
 * What a service keeps on its disk, what it deleted, and what its log lost: the same names in every
 * service, which the scraper tells apart.
 */
public final class KeepingMetrics {

    private final MeterRegistry meters;

    public KeepingMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * Shows how an outbox stands to its log.
     *
     * @param name which of the service's outboxes
     */
    public void show(String name, Outbox outbox, Relay relay) {
        FunctionCounter.builder("medsendx.log.losses", relay, Relay::losses)
                .description("How often the log had lost what it had acknowledged")
                .tag("outbox", name)
                .register(meters);
        Gauge.builder("medsendx.outbox.kept", outbox, one -> one.size() - one.first())
                .description("Events that are kept, to be published again if need be")
                .tag("outbox", name)
                .strongReference(true)
                .register(meters);
    }

    /** Shows what became of files that the cloud has. */
    public void show(ConfirmedFiles files) {
        counter(
                "medsendx.deleted.files",
                "Files deleted after their upload",
                files,
                f -> f.deletedFiles());
        counter(
                "medsendx.deleted.bytes",
                "Bytes deleted after their upload",
                files,
                f -> f.deletedBytes());
        counter(
                "medsendx.deleted.refused",
                "Files that are not what was uploaded",
                files,
                f -> f.refused());
        gauge(
                "medsendx.confirmed.kept",
                "Confirmations whose time has not come",
                files,
                f -> f.waiting());
        gauge("medsendx.confirmed.kept.bytes", "Their files' bytes", files, f -> f.waitingBytes());
    }

    private void counter(
            String name, String what, ConfirmedFiles files, ToDoubleFunction<ConfirmedFiles> of) {
        FunctionCounter.builder(name, files, of).description(what).register(meters);
    }

    private void gauge(
            String name, String what, ConfirmedFiles files, ToDoubleFunction<ConfirmedFiles> of) {
        Gauge.builder(name, files, of).description(what).strongReference(true).register(meters);
    }
}

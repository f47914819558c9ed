package org.medsendx.ingest.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.medsendx.audit.AuditLog;
import org.medsendx.contracts.identified.Intake;
import org.medsendx.ingest.device.DeviceDesk;
import org.medsendx.ingest.device.RefusalReason;
import org.medsendx.ingest.intake.IntakeObserver;
import org.medsendx.ingest.ledger.IntakeEntry;
import org.medsendx.ingest.store.IdentifiedStore;
import org.medsendx.ingest.store.Shelf;
import org.medsendx.servicehealth.VolumeMetrics;

/** Counts decisions. Labels are outcomes, reason codes and ways in, never anything of a file. */
@Singleton
public final class IntakeMetrics implements IntakeObserver {

    private final MeterRegistry meters;
    private final Counter bytes;
    private final Timer store;

    public IntakeMetrics(MeterRegistry meters) {
        this.meters = meters;
        // There from the start: of a counter that begins at 1 nobody sees that it rose.
        for (var via : Intake.values()) {
            instances("received", "none", via);
        }
        for (var reason : RefusalReason.values()) {
            refusals(reason, Intake.C_STORE);
        }
        refusals(RefusalReason.UNKNOWN_DEVICE, Intake.STOW_RS);
        this.bytes =
                Counter.builder("medsendx.ingest.bytes")
                        .description("Bytes of the files that came in")
                        .baseUnit("bytes")
                        .register(meters);
        this.store =
                Timer.builder("medsendx.ingest.store")
                        .description("From the last byte to the decision on disk")
                        .publishPercentiles(0.5, 0.99)
                        .register(meters);
    }

    /** Shows the room of the volume, and whether its audit log is whole. */
    public void watch(IdentifiedStore volume, Path folder, AuditLog audit) {
        new VolumeMetrics(meters).show("identified", folder);
        Gauge.builder("medsendx.audit.breaks", audit, AuditLog::breaks)
                .description("How often a start found the chain of the audit log broken")
                .strongReference(true)
                .register(meters);
        watchUse(volume);
        Gauge.builder("medsendx.ingest.free.bytes", volume, IntakeMetrics::free)
                .description("Free space of the volume identified")
                .strongReference(true)
                .register(meters);
    }

    /** Shows how much files of each kind take, and may take. */
    private void watchUse(IdentifiedStore volume) {
        for (var shelf : Shelf.values()) {
            String kind = shelf == Shelf.OBJECTS ? "originals" : "quarantine";
            Gauge.builder(
                            "medsendx.ingest.used.bytes",
                            volume,
                            one ->
                                    one.used(shelf).isPresent()
                                            ? one.used(shelf).getAsLong()
                                            : Double.NaN)
                    .description("What files of a kind take; unknown until they were counted")
                    .tag("kind", kind)
                    .strongReference(true)
                    .register(meters);
            volume.budget(shelf)
                    .ifPresent(budget ->
                            Gauge.builder("medsendx.ingest.budget.bytes", () -> budget)
                                    .description("What files of a kind may take")
                                    .tag("kind", kind)
                                    .register(meters));
        }
    }

    private Counter instances(String outcome, String reason, Intake via) {
        return Counter.builder("medsendx.ingest.instances")
                .description("Inputs by what was decided about them")
                .tag("outcome", outcome)
                .tag("reason", reason)
                .tag("via", via.name().toLowerCase(Locale.ROOT))
                .register(meters);
    }

    /** Shows whether the list of devices can be used as it is written. */
    public void watch(DeviceDesk devices) {
        Gauge.builder(
                        "medsendx.ingest.devices.unusable",
                        devices,
                        desk -> desk.state().trouble() == null ? 0 : 1)
                .description(
                        "1 while the list of devices cannot be used and the former is in force")
                .strongReference(true)
                .register(meters);
    }

    /** Counts somebody who was turned away. */
    public void refused(RefusalReason reason, Intake via) {
        refusals(reason, via).increment();
    }

    private Counter refusals(RefusalReason reason, Intake via) {
        return Counter.builder("medsendx.ingest.refused")
                .description("Who was turned away, by reason and way in")
                .tag("reason", reason.code())
                .tag("via", via.name().toLowerCase(Locale.ROOT))
                .register(meters);
    }

    private static double free(IdentifiedStore volume) {
        try {
            return volume.freeBytes();
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    @Override
    public void decided(IntakeEntry entry, Duration took) {
        String reason =
                entry instanceof IntakeEntry.Quarantined quarantined
                        ? quarantined.reason().code()
                        : "none";
        instances(entry.outcome(), reason, entry.input().via()).increment();
        bytes.increment(entry.input().bytes());
        store.record(took);
    }
}

package org.medsendx.ingest.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.medsendx.ingest.intake.IntakeObserver;
import org.medsendx.ingest.ledger.IntakeEntry;
import org.medsendx.ingest.store.IdentifiedStore;

/** Counts decisions. Labels are outcomes, reason codes and ways in, never anything of a file. */
@Singleton
public final class IntakeMetrics implements IntakeObserver {

    private final MeterRegistry meters;
    private final Counter bytes;
    private final Timer store;

    public IntakeMetrics(MeterRegistry meters) {
        this.meters = meters;
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

    /** Shows the free space of the volume. */
    public void watch(IdentifiedStore volume) {
        Gauge.builder("medsendx.ingest.free.bytes", volume, IntakeMetrics::free)
                .description("Free space of the volume identified")
                .strongReference(true)
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
        Counter.builder("medsendx.ingest.instances")
                .description("Inputs by what was decided about them")
                .tag("outcome", entry.outcome())
                .tag("reason", reason)
                .tag("via", entry.input().via().name().toLowerCase(Locale.ROOT))
                .register(meters)
                .increment();
        bytes.increment(entry.input().bytes());
        store.record(took);
    }
}

package org.medsendx.anonymizer.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import org.medsendx.anonymizer.border.Border;
import org.medsendx.anonymizer.config.AnonymizerConfig;
import org.medsendx.anonymizer.ledger.LedgerEntry;
import org.medsendx.audit.AuditLog;
import org.medsendx.servicehealth.VolumeMetrics;

/** Counts decisions. Labels are outcomes and rule codes, never anything of a file. */
@Singleton
public class AnonymizerMetrics {

    private static final String INSTANCES = "medsendx.anonymizer.instances";

    private final MeterRegistry meters;
    private final Timer timer;
    private final Counter unreadable;

    AnonymizerMetrics(MeterRegistry meters) {
        this.meters = meters;
        // There from the start: of a counter that begins at 1 nobody sees that it rose.
        this.unreadable = meters.counter("medsendx.anonymizer.unreadable");
        for (var stage : WithheldBy.values()) {
            withheld(stage);
        }
        this.timer =
                Timer.builder("medsendx.anonymizer.decision")
                        .description("From the message to decision, clean file and event on disk")
                        .publishPercentiles(0.5, 0.99)
                        .register(meters);
    }

    public void decided(LedgerEntry entry, Duration took) {
        String rule =
                switch (entry.decision()) {
                    case LedgerEntry.Decision.Released released -> "none";
                    case LedgerEntry.Decision.Withheld withheld ->
                            withheld.reasons().getFirst().rule();
                };
        Counter.builder(INSTANCES)
                .description("Instances by what was decided about them")
                .tag("outcome", rule.equals("none") ? "released" : "withheld")
                .tag("rule", rule)
                .register(meters)
                .increment();
        timer.record(took);
        if (entry.decision() instanceof LedgerEntry.Decision.Withheld) {
            withheld(WithheldBy.of(rule)).increment();
        }
    }

    private Counter withheld(WithheldBy stage) {
        return Counter.builder("medsendx.anonymizer.withheld")
                .description("Withheld instances by what refused them")
                .tag("by", stage.name().toLowerCase(Locale.ROOT))
                .register(meters);
    }

    /** What refused an instance: the gate behind the engine, the pixels, or anything before. */
    private enum WithheldBy {
        GATE,
        PIXELS,
        ENGINE;

        static WithheldBy of(String rule) {
            return rule.startsWith("verify-")
                    ? GATE
                    : rule.toUpperCase(Locale.ROOT).startsWith("PIXELS") ? PIXELS : ENGINE;
        }
    }

    /** Shows the room of the volumes, and whether the audit log is whole. */
    public void show(AnonymizerConfig config, AuditLog audit) {
        var volumes = new VolumeMetrics(meters);
        volumes.show("identified", config.identifiedDir());
        volumes.show("deidentified", config.deidentifiedDir());
        volumes.show("features", config.featuresDir());
        Gauge.builder("medsendx.audit.breaks", audit, AuditLog::breaks)
                .description("How often a start found the chain of the audit log broken")
                .strongReference(true)
                .register(meters);
    }

    /** Counts what the border released without a date that could be believed. */
    public void undated(Border border) {
        FunctionCounter.builder("medsendx.anonymizer.undated", border, Border::undated)
                .description("Released without a study date or acquisition day to be believed")
                .register(meters);
    }

    /** A message could not be read and is in the dead letters. */
    public void unreadable() {
        unreadable.increment();
    }
}

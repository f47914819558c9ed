package org.medsendx.anonymizer.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.medsendx.anonymizer.border.Border;
import org.medsendx.anonymizer.ledger.LedgerEntry;

/** Counts decisions. Labels are outcomes and rule codes, never anything of a file. */
@Singleton
public class AnonymizerMetrics {

    private static final String INSTANCES = "medsendx.anonymizer.instances";

    private final MeterRegistry meters;
    private final Timer timer;

    AnonymizerMetrics(MeterRegistry meters) {
        this.meters = meters;
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
    }

    /** Counts what the border released without a date that could be believed. */
    public void undated(Border border) {
        FunctionCounter.builder("medsendx.anonymizer.undated", border, Border::undated)
                .description("Released without a study date or acquisition day to be believed")
                .register(meters);
    }

    /** A message could not be read and is in the dead letters. */
    public void unreadable() {
        meters.counter("medsendx.anonymizer.unreadable").increment();
    }
}

package org.medsendx.anonymizer.service;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.medsendx.anonymizer.config.AnonymizerConfig;
import org.medsendx.anonymizer.ledger.Ledger;
import org.medsendx.anonymizer.retention.ReleasedAtTheirEnd;
import org.medsendx.anonymizer.retention.UploadedObjects;
import org.medsendx.anonymizer.storage.DiskVolumes;
import org.medsendx.outbox.CatchUp;
import org.medsendx.outbox.Housekeeping;
import org.medsendx.outbox.Outbox;
import org.medsendx.outbox.OutboxKeeping;
import org.medsendx.outbox.Relay;
import org.medsendx.outbox.retention.ConfirmedFiles;
import org.medsendx.outbox.work.WorkHealth;
import org.medsendx.servicehealth.KeepingMetrics;
import org.medsendx.servicehealth.WorkWatch;

/** Keeps what the border writes from growing for ever. */
@Singleton
class BorderKeeping {

    /** Longer than the ledger a confirmation is known, so that the ledger meets it. */
    private static final Duration LONGER = Duration.ofDays(30);

    private final AnonymizerConfig config;
    private final MeterRegistry meters;
    private final WorkWatch work;

    BorderKeeping(AnonymizerConfig config, MeterRegistry meters, WorkWatch work) {
        this.config = config;
        this.meters = meters;
        this.work = work;
    }

    /** An outbox that is published, with those who read it from the disk. */
    record Published(
            String name,
            Outbox outbox,
            Relay relay,
            List<? extends OutboxKeeping.Reader> readers) {}

    /** Opens what is known of the ends of released instances. */
    ConfirmedFiles open(DiskVolumes volumes) throws IOException {
        return ConfirmedFiles.open(
                volumes.ownClean().resolve("confirmed"),
                new UploadedObjects(volumes::object, volumes::report),
                config.keep().uploadedFiles(),
                config.keep().ledger().plus(LONGER));
    }

    /** How far segmenter and uplink have come in the outbox of released instances. */
    OutboxKeeping.Reader released(Path outbox, ConfirmedFiles confirmed, Ledger ledger) {
        // What the ledger forgot it found at its end.
        return new ReleasedAtTheirEnd(
                outbox, id -> UploadedObjects.atItsEnd(id, confirmed::find) || ledger.forgot(id));
    }

    /** How far the uplink has come in the outbox of feature records. */
    OutboxKeeping.Reader features(Outbox records) {
        Path cursor = config.uplinkDir().resolve("features-cursor");
        return () -> CatchUp.passed(cursor, records.epoch());
    }

    /** Starts. */
    Housekeeping start(ConfirmedFiles confirmed, Ledger ledger, List<Published> outboxes) {
        var keep = config.keep();
        var metrics = new KeepingMetrics(meters);
        metrics.show(confirmed);
        var chores = new ArrayList<Housekeeping.Chore>();
        chores.add(confirmed);
        for (var one : outboxes) {
            chores.add(new OutboxKeeping(one.outbox(), one.relay(), keep.outbox(), one.readers()));
            metrics.show(one.name(), one.outbox(), one.relay());
        }
        chores.add(now ->
                ledger.forget(
                        now.minus(keep.ledger()),
                        released -> atItsEnd(released.objectId(), confirmed)));
        var started = Housekeeping.start(keep.every(), chores.toArray(Housekeeping.Chore[]::new));
        work.watch("housekeeping", WorkHealth.of(started::alive));
        return started;
    }

    private static boolean atItsEnd(UUID id, ConfirmedFiles confirmed) throws IOException {
        return UploadedObjects.atItsEnd(id, confirmed::find);
    }
}

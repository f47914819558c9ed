package org.medsendx.segmenter.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.outbox.CatchUp;
import org.medsendx.outbox.Housekeeping;
import org.medsendx.outbox.Outbox;
import org.medsendx.outbox.OutboxKeeping;
import org.medsendx.outbox.Relay;
import org.medsendx.outbox.retention.ConfirmedFiles;
import org.medsendx.outbox.work.WorkHealth;
import org.medsendx.segmenter.config.SegmenterConfig;
import org.medsendx.segmenter.retention.UploadedFiles;
import org.medsendx.segmenter.storage.DerivedFiles;
import org.medsendx.segmenter.storage.ScanLedger;
import org.medsendx.servicehealth.KeepingMetrics;
import org.medsendx.servicehealth.WorkWatch;

/** Keeps the volume {@code derived} from growing for ever. */
@ApplicationScoped
public class Keeping {

    private final SegmenterConfig config;
    private @Nullable Housekeeping housekeeping;

    public Keeping(SegmenterConfig config) {
        this.config = config;
    }

    @Produces
    @Singleton
    ConfirmedFiles confirmedFiles(DerivedFiles derived) {
        try {
            return ConfirmedFiles.open(
                    config.derivedDir().resolve("segmenter").resolve("confirmed"),
                    new UploadedFiles((id, kind) -> derived.resolve(DerivedFiles.path(id, kind))),
                    config.keep().uploadedFiles(),
                    // As long as a page shows the scan, it says what became of its picture.
                    config.keep().ledger().plusDays(7));
        } catch (IOException e) {
            throw Wiring.unusable(e);
        }
    }

    void close(@Disposes ConfirmedFiles files) throws IOException {
        files.close();
    }

    void start(
            @Observes @Priority(3000) StartupEvent event,
            ConfirmedFiles files,
            Outbox outbox,
            Relay relay,
            ScanLedger ledger,
            MeterRegistry meters,
            WorkWatch work) {
        var keep = config.keep();
        // Both read this outbox from the disk; the border says for both how far they are.
        Path border = config.deidentifiedDir().resolve("anonymizer");
        OutboxKeeping.Reader measured =
                () -> CatchUp.passed(border.resolve("segmenter-cursor"), outbox.epoch());
        OutboxKeeping.Reader uplink =
                () -> CatchUp.passed(border.resolve("uplink-cursor"), outbox.epoch());
        var started =
                Housekeeping.start(
                        keep.every(),
                        files,
                        new OutboxKeeping(outbox, relay, keep.outbox(), List.of(measured, uplink)),
                        now -> ledger.forget(now.minus(keep.ledger())));
        housekeeping = started;
        work.watch("housekeeping", WorkHealth.of(started::alive));
        var metrics = new KeepingMetrics(meters);
        metrics.show(files);
        metrics.show("scans", outbox, relay);
    }

    void stop(@Observes @Priority(100) ShutdownEvent event) {
        if (housekeeping != null) {
            housekeeping.close();
        }
    }
}

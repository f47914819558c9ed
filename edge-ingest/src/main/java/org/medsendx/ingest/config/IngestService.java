package org.medsendx.ingest.config;

import static java.util.Objects.requireNonNull;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.net.StorageScp;
import org.medsendx.ingest.dicom.CStoreReceiver;
import org.medsendx.ingest.hotfolder.HotFolder;
import org.medsendx.ingest.intake.InstanceReader;
import org.medsendx.ingest.intake.Reception;
import org.medsendx.ingest.ledger.IntakeLedger;
import org.medsendx.ingest.messaging.EventRelay;
import org.medsendx.ingest.store.IdentifiedStore;
import org.medsendx.ingest.telemetry.IntakeMetrics;
import org.medsendx.ingest.telemetry.OpenTelemetryStoreTracer;
import org.medsendx.outbox.Outbox;

/**
 * Starts the service in the order of its promises: disk, ledger and outbox, what a crash left, the
 * relay, the hot folder, and the DICOM port last. Stops in the reverse order.
 */
@ApplicationScoped
public class IngestService {

    private static final Logger LOG = Logger.getLogger(IngestService.class);

    private final IngestConfig config;
    private final EventRelay relay;
    private final IntakeMetrics metrics;
    private final OpenTelemetryStoreTracer tracer;
    private @Nullable IdentifiedStore store;
    private @Nullable IntakeLedger ledger;
    private @Nullable Outbox outbox;
    private @Nullable HotFolderWatch watch;
    private @Nullable StorageScp scp;

    public IngestService(
            IngestConfig config,
            EventRelay relay,
            IntakeMetrics metrics,
            OpenTelemetryStoreTracer tracer) {
        this.config = config;
        this.relay = relay;
        this.metrics = metrics;
        this.tracer = tracer;
    }

    void start(@Observes StartupEvent event) {
        try {
            open();
        } catch (RuntimeException e) {
            stop();
            throw e;
        }
    }

    private void open() {
        var settings = Settings.of(config);
        store = openStore(settings.identifiedDir());
        try {
            ledger = IntakeLedger.open(store.work().resolve("journal"));
            outbox = Outbox.open(store.work().resolve("outbox"), "edge-ingest");
        } catch (IOException | RuntimeException e) {
            throw new CannotStartException(
                    "ledger or outbox in "
                            + store.work()
                            + " cannot be opened: "
                            + e.getMessage()
                            + ". Is another edge-ingest running on this volume? If not, look at"
                            + " docs/operations.md before anything is removed.");
        }
        var reception =
                new Reception(
                        store,
                        ledger,
                        outbox,
                        new InstanceReader(ReadLimits.DEFAULT),
                        settings.sopClasses(),
                        metrics,
                        Clock.systemUTC(),
                        step -> {});
        recover(reception);
        metrics.watch(store);
        relay.start(outbox, store.work().resolve("outbox.cursor"));
        watch =
                HotFolderWatch.start(
                        reception,
                        settings.hotFolder() == null
                                ? null
                                : new HotFolder(
                                        openHotFolder(settings.hotFolder()),
                                        reception,
                                        settings.hotFolderSender()),
                        config.hotFolderInterval());
        scp = listen(settings, new CStoreReceiver(reception, settings.senders(), tracer));
        LOG.infof(
                "edge-ingest takes C-STORE as %s on %s port %d%s",
                settings.dicom().aeTitle(),
                config.dicomHost(),
                scp.port(),
                settings.hotFolder() == null ? "" : ", and files from its hot folder");
    }

    private IdentifiedStore openStore(Path folder) {
        try {
            return IdentifiedStore.open(folder, config.minFreeSpace().asLongValue());
        } catch (IOException e) {
            throw new CannotStartException(
                    "cannot write to "
                            + folder
                            + ". Mount the volume there, give this user the right to write, or set"
                            + " medsendx.ingest.identified-dir to another folder.");
        }
    }

    private static Path openHotFolder(Path folder) {
        try {
            Files.createDirectories(folder);
            if (!Files.isReadable(folder) || !Files.isWritable(folder)) {
                throw new IOException("no permission");
            }
            return folder;
        } catch (IOException e) {
            throw new CannotStartException(
                    "the hot folder "
                            + folder
                            + " cannot be read and written (files are removed from it). Give this"
                            + " user the right, or set medsendx.ingest.hot-folder to another one.");
        }
    }

    private static StorageScp listen(Settings settings, CStoreReceiver receiver) {
        try {
            return StorageScp.listen(settings.dicom(), receiver);
        } catch (IOException e) {
            throw new CannotStartException(
                    "cannot listen for DICOM on "
                            + settings.dicom().address().getHostString()
                            + " port "
                            + settings.dicom().address().getPort()
                            + ". Stop the program that uses the port (ss -ltnp shows it), or set"
                            + " medsendx.ingest.dicom-port (0 takes a free one) and dicom-host.");
        }
    }

    private static void recover(Reception reception) {
        try {
            var recovery = reception.recover();
            if (recovery.completed() + recovery.removed() > 0) {
                LOG.infof(
                        "after the last stop: %d decisions completed, %d files removed that were"
                                + " never acknowledged",
                        recovery.completed(), recovery.removed());
            }
            if (recovery.missing() > 0) {
                LOG.errorf("the disk lost the files of %d decisions", recovery.missing());
            }
        } catch (IOException e) {
            throw new CannotStartException(
                    "the volume fails while the last stop is being cleaned up ("
                            + e.getClass().getSimpleName()
                            + "). Check the disk.");
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stop();
    }

    private void stop() {
        close("DICOM port", scp);
        close("hot folder", watch);
        close("relay", relay);
        close("outbox", outbox);
        close("ledger", ledger);
    }

    private static void close(String what, @Nullable AutoCloseable part) {
        if (part == null) {
            return;
        }
        try {
            part.close();
        } catch (Exception e) {
            LOG.warnf("%s did not close cleanly: %s", what, e.getClass().getSimpleName());
        }
    }

    /** The volume. Only after the start, like the others. */
    public IdentifiedStore store() {
        return requireNonNull(store, "not started");
    }

    public IntakeLedger ledger() {
        return requireNonNull(ledger, "not started");
    }

    /** The port C-STORE listens on. */
    public int dicomPort() {
        return requireNonNull(scp, "not started").port();
    }

    /** Whether new associations are being accepted. */
    public boolean listening() {
        return scp != null && scp.listening();
    }

    /** Our AE title. */
    public String aeTitle() {
        return config.aeTitle().strip();
    }
}

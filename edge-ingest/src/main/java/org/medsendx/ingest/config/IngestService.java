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
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.net.CommitmentHandler;
import org.medsendx.dicom.net.StorageScp;
import org.medsendx.ingest.dicom.CStoreReceiver;
import org.medsendx.ingest.dicom.CommitmentDesk;
import org.medsendx.ingest.dicom.CommittedObjects;
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
 * relay, the hot folder, and the DICOM ports last. Stops in the reverse order.
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
    private @Nullable CommitmentDesk desk;
    private @Nullable StorageScp plain;
    private @Nullable StorageScp secured;

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
        var receiver = new CStoreReceiver(reception, settings.senders(), tracer);
        Optional<CommitmentHandler> commitments = Optional.empty();
        if (config.commitment().enabled()) {
            desk = openDesk(settings, new CommittedObjects(ledger, store));
            commitments = Optional.of(desk);
        }
        if (settings.dicom().plain().isPresent()) {
            plain = listen(settings.dicom().plain().get(), "dicom-port", receiver, commitments);
        }
        if (settings.dicom().secured().isPresent()) {
            secured = listen(settings.dicom().secured().get(), "tls.port", receiver, commitments);
        }
        LOG.infof(
                "edge-ingest takes C-STORE as %s on %s%s%s%s%s",
                aeTitle(),
                config.dicomHost(),
                plain == null ? "" : " port " + plain.port(),
                secured == null ? "" : " TLS port " + secured.port(),
                desk == null ? "" : ", commits to what it keeps",
                settings.hotFolder() == null ? "" : ", and files from its hot folder");
    }

    private CommitmentDesk openDesk(Settings settings, CommittedObjects objects) {
        var folder = requireNonNull(store).work().resolve("commitments");
        try {
            return CommitmentDesk.open(
                    objects,
                    folder,
                    settings.dicom()::reportsOf,
                    config.commitment().retryInterval());
        } catch (IOException e) {
            throw new CannotStartException(
                    "cannot write to " + folder + ". Check the volume and its rights.");
        }
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

    private static StorageScp listen(
            StorageScp.Options options,
            String key,
            CStoreReceiver receiver,
            Optional<CommitmentHandler> commitments) {
        try {
            return StorageScp.listen(options, receiver, commitments);
        } catch (IOException e) {
            throw new CannotStartException(
                    "cannot listen for DICOM on "
                            + options.address().getHostString()
                            + " port "
                            + options.address().getPort()
                            + ". Stop the program that uses the port (ss -ltnp shows it), or set"
                            + " medsendx.ingest."
                            + key
                            + " (0 takes a free one) and dicom-host.");
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
        close("DICOM port", plain);
        close("DICOM TLS port", secured);
        close("storage commitment", desk);
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

    /** The port C-STORE listens on without TLS; null when it is not opened. */
    public @Nullable Integer dicomPort() {
        return plain == null ? null : plain.port();
    }

    /** The port C-STORE listens on with TLS; null when it is not opened. */
    public @Nullable Integer dicomTlsPort() {
        return secured == null ? null : secured.port();
    }

    /** Whether new associations are being accepted, on every port there is. */
    public boolean listening() {
        return (plain != null || secured != null)
                && (plain == null || plain.listening())
                && (secured == null || secured.listening());
    }

    /** Our AE title. */
    public String aeTitle() {
        return config.aeTitle().strip();
    }
}

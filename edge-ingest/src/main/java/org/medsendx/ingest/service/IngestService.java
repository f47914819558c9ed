package org.medsendx.ingest.service;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ServiceUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.net.AssociationServices;
import org.medsendx.dicom.net.Caller;
import org.medsendx.dicom.net.StorageScp;
import org.medsendx.ingest.config.IngestConfig;
import org.medsendx.ingest.crew.CrewSettings;
import org.medsendx.ingest.device.DeviceDesk;
import org.medsendx.ingest.device.DeviceDoor;
import org.medsendx.ingest.device.Judgement;
import org.medsendx.ingest.device.Refusals;
import org.medsendx.ingest.dicom.FrontDoor;
import org.medsendx.ingest.dicom.StepDesk;
import org.medsendx.ingest.dicom.WorklistDesk;
import org.medsendx.ingest.intake.RunningIntake;
import org.medsendx.ingest.ledger.IntakeLedger;
import org.medsendx.ingest.messaging.EventRelay;
import org.medsendx.ingest.messaging.TruckEvents;
import org.medsendx.ingest.orders.OrderBook;
import org.medsendx.ingest.orders.OrderDoor;
import org.medsendx.ingest.orders.OrderImport;
import org.medsendx.ingest.store.IdentifiedStore;
import org.medsendx.ingest.stow.StowDoor;
import org.medsendx.ingest.stow.StowReceiver;
import org.medsendx.ingest.tasks.Acts;
import org.medsendx.ingest.tasks.Corrections;
import org.medsendx.ingest.tasks.SeriesGroups;
import org.medsendx.ingest.telemetry.ArchiveMetrics;
import org.medsendx.ingest.telemetry.IntakeMetrics;
import org.medsendx.ingest.telemetry.OpenTelemetryStoreTracer;
import org.medsendx.ingest.telemetry.OrderMetrics;
import org.medsendx.ingest.telemetry.QueryMetrics;
import org.medsendx.ingest.tracking.RunningTracking;
import org.medsendx.ingest.tracking.Tracking;
import org.medsendx.journal.DataVersionException;
import org.medsendx.journal.Volume;
import org.medsendx.outbox.work.OpenParts;
import org.medsendx.outbox.work.WorkHealth;
import org.medsendx.servicehealth.CertificateWatch;
import org.medsendx.servicehealth.WorkWatch;
import org.medsendx.webguard.IdentifiedAccess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the service in the order of its promises: disk, ledger and outbox, what a crash left, the
 * relay, the hot folder, and the DICOM ports last. Stops in the reverse order.
 *
 * <p>A volume that is full or cannot be written keeps nothing from starting but itself: scanners
 * are answered with 0xA700, and the volume is opened as soon as it takes files.
 */
@ApplicationScoped
public class IngestService
        implements RunningIntake, RunningTracking, StowDoor, OrderDoor, DeviceDoor {

    private static final Logger LOG = LoggerFactory.getLogger(IngestService.class);

    private final IngestConfig config;
    private final EventRelay relay;
    private final IntakeMetrics metrics;
    private final OrderMetrics orderMetrics;
    private final ArchiveMetrics archiveMetrics;
    private final OpenTelemetryStoreTracer tracer;
    private final WorkWatch work;
    private final TruckEvents events;
    private final CertificateWatch certificates;
    private final FrontDoor door;
    private final QueryMetrics queryMetrics;
    private final OpenParts ports = new OpenParts();
    private final Refusals refusals;
    private volatile @Nullable DeviceDesk devices;
    private volatile @Nullable OpenVolume volume;
    private volatile boolean stopped;
    private @Nullable Thread opener;
    private @Nullable StorageScp plain;
    private @Nullable StorageScp secured;

    public IngestService(
            IngestConfig config,
            EventRelay relay,
            IntakeMetrics metrics,
            OrderMetrics orderMetrics,
            ArchiveMetrics archiveMetrics,
            QueryMetrics queryMetrics,
            OpenTelemetryStoreTracer tracer,
            WorkWatch work,
            TruckEvents events,
            CertificateWatch certificates) {
        this.config = config;
        this.relay = relay;
        this.metrics = metrics;
        this.orderMetrics = orderMetrics;
        this.archiveMetrics = archiveMetrics;
        this.queryMetrics = queryMetrics;
        this.door = new FrontDoor(QuerySettings.findClasses(config));
        this.tracer = tracer;
        this.work = work;
        this.events = events;
        this.certificates = certificates;
        this.refusals = new Refusals(Clock.systemUTC(), metrics::refused);
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
        var list = OpenDevices.of(settings, config.devices(), refusals, ports);
        devices = list;
        metrics.watch(list);
        boolean opened = openVolume(settings, list);
        var dicom = settings.dicom().withCallers(list);
        var services =
                new AssociationServices(
                        // An archive reports over an association of its own, if it likes.
                        config.commitment().enabled() || settings.archive() != null
                                ? Optional.of(door)
                                : Optional.empty(),
                        door.queryClasses().isEmpty() ? Optional.empty() : Optional.of(door),
                        config.performedSteps().enabled() ? Optional.of(door) : Optional.empty(),
                        config.query().enabled() ? Optional.of(door) : Optional.empty());
        if (dicom.plain().isPresent()) {
            plain = listen(dicom.plain().get(), "dicom-port", services);
        }
        if (dicom.secured().isPresent()) {
            secured = listen(dicom.secured().get(), "tls.port", services);
        }
        dicom.tls()
                .ifPresent(tls -> {
                    ports.keep(KeyReload.start(tls, config.tls().reloadEvery()));
                    certificates.add("cstore", () -> tls.expiry().orElseThrow());
                });
        LOG.info(
                "edge-ingest takes C-STORE as {} on {}{}{}{}{}{}{}{}",
                aeTitle(),
                config.dicomHost(),
                plain == null ? "" : " port " + plain.port(),
                secured == null ? "" : " TLS port " + secured.port(),
                config.commitment().enabled() ? ", commits to what it keeps" : "",
                config.worklist().enabled() ? ", has a worklist" : "",
                config.query().enabled() ? ", gives what it keeps to who may ask" : "",
                settings.archive() == null ? "" : ", archives what it keeps",
                settings.hotFolder() == null ? "" : ", and files from its hot folder");
        if (!opened) {
            LOG.warn(
                    "the volume {} is full or cannot be written: scanners are answered with 0xA700"
                            + " until it can. Free space, mount it, or give this user the right to"
                            + " write; nothing has to be started again.",
                    settings.identifiedDir());
            opener =
                    Thread.ofPlatform()
                            .daemon()
                            .name("volume")
                            .start(() -> openLater(settings, list));
        }
    }

    /** Opens the volume. @return false when it takes no files now, which may pass */
    private boolean openVolume(Settings settings, DeviceDesk list) {
        var folder = settings.identifiedDir();
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new CannotStartException(
                    folder
                            + " is no folder. Mount the volume there, or set"
                            + " medsendx.ingest.identified-dir to another folder.");
        }
        if (!Volume.takeFiles(folder)) {
            return false;
        }
        OpenVolume opened;
        try {
            opened =
                    OpenVolume.open(
                            settings, list, config, metrics, orderMetrics, archiveMetrics, tracer);
        } catch (DataVersionException e) {
            throw new CannotStartException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            if (!Volume.takeFiles(folder)) {
                return false;
            }
            throw new CannotStartException(
                    "the volume "
                            + folder
                            + " or what is on it (ledger, outbox) cannot be opened: "
                            + e.getMessage()
                            + ". Is another edge-ingest running on this volume? If not, look at"
                            + " docs/operations.md before anything is removed.");
        }
        volume = opened;
        metrics.watch(opened.store(), settings.identifiedDir(), opened.audit());
        orderMetrics.watch(opened.orders());
        relay.start(
                opened.outbox(),
                opened.store().work().resolve("outbox.cursor"),
                opened.reception()::untold);
        work.watch("relay", WorkHealth.of(relay::alive));
        opened.closeFirst(relay);
        opened.forget(config.keep(), relay, work);
        opened.watch(settings, config, work);
        events.start(opened.tracking(), config.crew().window());
        work.watch("crew-events", events::state);
        opened.closeFirst(events);
        boolean anyCaller = config.worklist().anyCaller();
        Predicate<Caller> known =
                caller ->
                        list.admit(caller) instanceof Judgement.Admitted admitted
                                && (anyCaller || admitted.known())
                                && !admitted.quarantined();
        door.open(
                new FrontDoor.Behind(
                        opened.receiver(),
                        opened.desk(),
                        Optional.of(
                                new WorklistDesk(
                                        opened.orders(), known, config.worklist().maxAnswers())),
                        Optional.of(new StepDesk(opened.steps(), opened.orders(), known)),
                        opened.reports(),
                        opened.answer(settings, list, queryMetrics, work)));
        return true;
    }

    private void openLater(Settings settings, DeviceDesk list) {
        try {
            while (!stopped
                    && Volume.await("the volume identified", settings.identifiedDir())
                    && !stopped) {
                if (openVolume(settings, list)) {
                    LOG.info("the volume can be used: scanners can send");
                    return;
                }
            }
        } catch (RuntimeException e) {
            LOG.error(String.valueOf(e.getMessage()));
            Quarkus.asyncExit(1);
        }
    }

    private StorageScp listen(
            StorageScp.Options options, String key, AssociationServices services) {
        try {
            return ports.keep(StorageScp.listen(options, door, services));
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

    void stop(@Observes ShutdownEvent event) {
        stop();
    }

    private void stop() {
        stopped = true;
        Thread opening = opener;
        if (opening != null) {
            opening.interrupt();
            try {
                opening.join(5_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        ports.close();
        OpenVolume open = volume;
        if (open != null) {
            volume = null;
            open.close();
        }
    }

    /** The door to identified pages: who comes in is in the audit log first. */
    @Produces
    @Singleton
    IdentifiedAccess access() {
        return new IdentifiedAccess(() -> volume().audit());
    }

    /** How the crew's pages are set. */
    @Produces
    @Singleton
    CrewSettings crew() {
        return Settings.of(config).crew();
    }

    @Override
    public DeviceDesk devices() {
        DeviceDesk list = devices;
        if (list == null) {
            throw new ServiceUnavailableException("the service is starting");
        }
        return list;
    }

    /** What is on the volume. */
    OpenVolume volume() {
        OpenVolume open = volume;
        if (open == null) {
            throw new ServiceUnavailableException("the volume is full or cannot be written");
        }
        return open;
    }

    @Override
    public IdentifiedStore store() {
        return volume().store();
    }

    @Override
    public IntakeLedger ledger() {
        return volume().ledger();
    }

    @Override
    public Tracking tracking() {
        return volume().tracking();
    }

    @Override
    public Acts acts() {
        return volume().acts();
    }

    @Override
    public SeriesGroups groups() {
        return volume().groups();
    }

    @Override
    public Corrections corrections() {
        return volume().corrections();
    }

    @Override
    public StowReceiver stow() {
        return volume().stow();
    }

    @Override
    public OrderBook orders() {
        return volume().orders();
    }

    @Override
    public void imported(OrderImport.Report report) {
        orderMetrics.imported(report);
    }

    @Override
    public boolean isOpen() {
        return door.isOpen();
    }

    @Override
    public @Nullable Integer dicomPort() {
        return plain == null ? null : plain.port();
    }

    @Override
    public @Nullable Integer dicomTlsPort() {
        return secured == null ? null : secured.port();
    }

    @Override
    public boolean listening() {
        return (plain != null || secured != null)
                && (plain == null || plain.listening())
                && (secured == null || secured.listening());
    }

    @Override
    public String aeTitle() {
        return config.aeTitle().strip();
    }
}

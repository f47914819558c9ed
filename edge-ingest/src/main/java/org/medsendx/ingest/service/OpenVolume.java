package org.medsendx.ingest.service;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.medsendx.audit.AuditEvent;
import org.medsendx.audit.AuditEvent.Kind;
import org.medsendx.audit.AuditEvent.Outcome;
import org.medsendx.audit.AuditLog;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.ingest.archive.Archive;
import org.medsendx.ingest.config.IngestConfig;
import org.medsendx.ingest.device.DeviceDesk;
import org.medsendx.ingest.dicom.CStoreReceiver;
import org.medsendx.ingest.dicom.CommitmentDesk;
import org.medsendx.ingest.dicom.CommittedObjects;
import org.medsendx.ingest.dicom.FrontDoor;
import org.medsendx.ingest.dicom.RetrieveDesk;
import org.medsendx.ingest.dicom.StepDesk;
import org.medsendx.ingest.dicom.StoreTracer;
import org.medsendx.ingest.hotfolder.HotFolder;
import org.medsendx.ingest.intake.InstanceReader;
import org.medsendx.ingest.intake.IntakeObserver;
import org.medsendx.ingest.intake.Reception;
import org.medsendx.ingest.ledger.IntakeLedger;
import org.medsendx.ingest.messaging.EventRelay;
import org.medsendx.ingest.mpps.PerformedSteps;
import org.medsendx.ingest.orders.OrderBook;
import org.medsendx.ingest.orders.OrderInbox;
import org.medsendx.ingest.orders.OrderQuarantine;
import org.medsendx.ingest.store.IdentifiedStore;
import org.medsendx.ingest.stow.StowReceiver;
import org.medsendx.ingest.tasks.Acts;
import org.medsendx.ingest.tasks.Corrections;
import org.medsendx.ingest.tasks.SeriesGroups;
import org.medsendx.ingest.telemetry.ArchiveMetrics;
import org.medsendx.ingest.telemetry.OrderMetrics;
import org.medsendx.ingest.tracking.Tracking;
import org.medsendx.journal.DataFolder;
import org.medsendx.outbox.CatchUp;
import org.medsendx.outbox.Housekeeping;
import org.medsendx.outbox.Outbox;
import org.medsendx.outbox.work.OpenParts;
import org.medsendx.outbox.work.WorkHealth;
import org.medsendx.servicehealth.WorkWatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lies on the volume {@code identified} and works with it, opened in the order of promises.
 */
final class OpenVolume implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OpenVolume.class);

    private final OpenParts parts = new OpenParts();
    private final IdentifiedStore store;
    private final IntakeLedger ledger;
    private final Outbox outbox;
    private final AuditLog audit;
    private final CStoreReceiver receiver;
    private final StowReceiver stow;
    private final Optional<CommitmentDesk> desk;
    private final Reception reception;
    private final OrderBook orders;
    private final OrderQuarantine orderQuarantine;
    private final PerformedSteps steps;
    private final OrderMetrics metrics;
    private final Tracking tracking;
    private final Acts acts;
    private final SeriesGroups groups;
    private final Corrections corrections;
    private final Optional<ArchiveWork> archive;

    private OpenVolume(
            Settings settings,
            DeviceDesk devices,
            IngestConfig config,
            IntakeObserver observer,
            OrderMetrics metrics,
            ArchiveMetrics archiveMetrics,
            StoreTracer tracer)
            throws IOException {
        this.metrics = metrics;
        boolean done = false;
        try {
            store =
                    parts.keep(
                            IdentifiedStore.open(
                                    settings.identifiedDir(),
                                    settings.marks(),
                                    settings.budgets()));
            DataFolder.open(store.work(), "edge-ingest");
            ledger = parts.keep(IntakeLedger.open(store.work().resolve("journal")));
            outbox = parts.keep(Outbox.open(store.work().resolve("outbox"), "edge-ingest"));
            audit = parts.keep(AuditLog.open(store.work(), "edge-ingest", Clock.systemUTC()));
            orders =
                    OrderBook.open(
                            store.work().resolve("orders"),
                            settings.orders().limits(),
                            Clock.systemUTC());
            orderQuarantine =
                    OrderQuarantine.open(
                            store.work().resolve("orders-quarantine"),
                            settings.orders().limits().keep(),
                            Clock.systemUTC());
            steps =
                    PerformedSteps.open(
                            store.work().resolve("performed-steps"),
                            config.performedSteps().keep(),
                            Clock.systemUTC());
            int moved = StepDesk.reconcile(steps, orders);
            if (moved > 0) {
                LOG.info("after the last stop: {} orders moved to where their steps are", moved);
            }
            reception =
                    parts.keep(
                            new Reception(
                                    store,
                                    ledger,
                                    outbox,
                                    new InstanceReader(ReadLimits.DEFAULT),
                                    settings.sopClasses(),
                                    new CheckedOrders(
                                            orders, metrics, config.orders().holdDiffering()),
                                    observer,
                                    Clock.systemUTC(),
                                    step -> {}));
            recover();
            tracking = parts.keep(Tracking.open(store.work(), ledger));
            groups = new SeriesGroups(store);
            acts =
                    new Acts(
                            tracking.workList(),
                            ledger,
                            store,
                            reception,
                            audit,
                            Clock.systemUTC());
            corrections =
                    new Corrections(
                            tracking.workList(),
                            ledger,
                            store,
                            reception,
                            orders,
                            audit,
                            Clock.systemUTC());
            archive = openArchive(settings, archiveMetrics);
            receiver = new CStoreReceiver(reception, devices, tracer);
            stow = new StowReceiver(reception, devices, settings.stow(), tracer);
            desk =
                    config.commitment().enabled()
                            ? Optional.of(
                                    parts.keep(
                                            CommitmentDesk.open(
                                                    new CommittedObjects(
                                                            ledger, store, this::archived),
                                                    store.work().resolve("commitments"),
                                                    title ->
                                                            devices.devices()
                                                                    .device(title)
                                                                    .flatMap(
                                                                            settings.dicom()
                                                                                    ::reportsOf),
                                                    config.commitment().retryInterval())))
                            : Optional.empty();
            audit.add(AuditEvent.ofService(Kind.STARTED, Outcome.SUCCESS, List.of(), null));
            done = true;
        } finally {
            if (!done) {
                parts.close();
            }
        }
    }

    /**
     * Opens everything and cleans up what the last stop left.
     *
     * @throws IOException when something on the volume cannot be opened; nothing is left open
     */
    static OpenVolume open(
            Settings settings,
            DeviceDesk devices,
            IngestConfig config,
            IntakeObserver observer,
            OrderMetrics metrics,
            ArchiveMetrics archiveMetrics,
            StoreTracer tracer)
            throws IOException {
        return new OpenVolume(settings, devices, config, observer, metrics, archiveMetrics, tracer);
    }

    private Optional<ArchiveWork> openArchive(Settings settings, ArchiveMetrics metrics)
            throws IOException {
        if (settings.archive() == null) {
            return Optional.empty();
        }
        var opened =
                parts.keep(
                        ArchiveWork.open(
                                settings.archive(),
                                store.work().resolve("archive"),
                                new Archive.Sources(store, ledger, tracking, audit),
                                metrics));
        metrics.watch(opened.archive(), opened.book());
        return Optional.of(opened);
    }

    private boolean archived(UUID objectId) {
        return archive.isPresent() && archive.get().book().keeps(objectId);
    }

    private void recover() throws IOException {
        var recovery = reception.recover();
        if (recovery.completed() + recovery.removed() > 0) {
            LOG.info(
                    "after the last stop: {} decisions completed, {} files removed that were"
                            + " never acknowledged",
                    recovery.completed(),
                    recovery.removed());
        }
        if (recovery.missing() > 0) {
            LOG.error("the disk lost the files of {} decisions", recovery.missing());
        }
    }

    /** Begins to look at the hot folder, if there is one, and to complete decisions. */
    void watch(Settings settings, IngestConfig config, WorkWatch work) {
        parts.keep(CountedShelves.start(store));
        Path folder = settings.hotFolder();
        var watch =
                parts.keep(
                        HotFolderWatch.start(
                                reception,
                                folder == null
                                        ? null
                                        : new HotFolder(
                                                WatchedFolder.open(folder, "hot-folder"),
                                                reception,
                                                settings.hotFolderSender()),
                                config.hotFolderInterval()));
        work.watch("hot-folder", WorkHealth.of(watch::alive));
        watchOrders(settings, config, work);
        desk.ifPresent(open -> work.watch("commitments", WorkHealth.of(open::alive)));
        archive.ifPresent(open -> open.start(work));
    }

    /** Begins to answer for what is here, where that is wanted. */
    Optional<RetrieveDesk> answer(
            Settings settings, DeviceDesk devices, RetrieveDesk.Observer observer, WorkWatch work) {
        var query = settings.query();
        if (query == null) {
            return Optional.empty();
        }
        var held =
                parts.keep(
                        HeldWork.start(
                                query,
                                settings.dicom(),
                                devices,
                                new HeldWork.Sources(store, ledger, audit),
                                observer));
        work.watch("held", WorkHealth.of(held::alive));
        return Optional.of(held.desk());
    }

    private void watchOrders(Settings settings, IngestConfig config, WorkWatch work) {
        Path folder = settings.orders().folder();
        var watch =
                parts.keep(
                        new OrderWatch(
                                        folder == null
                                                ? null
                                                : new OrderInbox(
                                                        WatchedFolder.open(folder, "orders.folder"),
                                                        orderQuarantine,
                                                        orders,
                                                        settings.orders().largest()),
                                        orderQuarantine,
                                        orders,
                                        steps,
                                        metrics::imported)
                                .start(config.orders().folderInterval()));
        work.watch("orders", WorkHealth.of(watch::alive));
    }

    /** Begins to forget what is old; the relay has been started. */
    void forget(IngestConfig.Keep keep, EventRelay relay, WorkWatch work) {
        // What the anonymizer has decided about, on the volume that both mount.
        Path anonymizer = store.work().resolveSibling("anonymizer").resolve("ingest-cursor");
        var housekeeping =
                parts.keep(
                        Housekeeping.start(
                                keep.every(),
                                relay.keeping(
                                        outbox,
                                        keep.outbox(),
                                        () -> CatchUp.passed(anonymizer, outbox.epoch())),
                                now -> {
                                    // What the page has not looked at yet is younger than that;
                                    // what is to be archived need not be.
                                    ledger.forget(
                                            now.minus(keep.ledger()),
                                            archive.map(one -> one.book().next())
                                                    .orElse(Long.MAX_VALUE));
                                    tracking.forget(now.minus(keep.ledger()));
                                    if (archive.isPresent()) {
                                        archive.get().forget(now.minus(keep.ledger()));
                                    }
                                }));
        work.watch("housekeeping", WorkHealth.of(housekeeping::alive));
    }

    IdentifiedStore store() {
        return store;
    }

    IntakeLedger ledger() {
        return ledger;
    }

    OrderBook orders() {
        return orders;
    }

    PerformedSteps steps() {
        return steps;
    }

    Tracking tracking() {
        return tracking;
    }

    Acts acts() {
        return acts;
    }

    SeriesGroups groups() {
        return groups;
    }

    Corrections corrections() {
        return corrections;
    }

    Reception reception() {
        return reception;
    }

    Outbox outbox() {
        return outbox;
    }

    AuditLog audit() {
        return audit;
    }

    CStoreReceiver receiver() {
        return receiver;
    }

    StowReceiver stow() {
        return stow;
    }

    Optional<CommitmentDesk> desk() {
        return desk;
    }

    Optional<ArchiveWork> archive() {
        return archive;
    }

    Optional<FrontDoor.Reports> reports() {
        return archive.map(open -> open.archive()::reported);
    }

    /** Adds something that is to be closed before everything that was opened before. */
    void closeFirst(AutoCloseable part) {
        parts.keep(part);
    }

    @Override
    public void close() {
        try {
            audit.add(AuditEvent.ofService(Kind.STOPPED, Outcome.SUCCESS, List.of(), null));
        } catch (IOException e) {
            LOG.warn("the audit log misses this stop: {}", e.getClass().getSimpleName());
        }
        parts.close();
    }
}

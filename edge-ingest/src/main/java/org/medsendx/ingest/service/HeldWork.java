package org.medsendx.ingest.service;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.medsendx.audit.AuditLog;
import org.medsendx.dicom.net.Caller;
import org.medsendx.dicom.net.StoreStatus;
import org.medsendx.ingest.device.DeviceDesk;
import org.medsendx.ingest.device.Judgement;
import org.medsendx.ingest.dicom.RetrieveDesk;
import org.medsendx.ingest.ledger.IntakeLedger;
import org.medsendx.ingest.retrieve.Catalogue;
import org.medsendx.ingest.retrieve.Originals;
import org.medsendx.ingest.store.IdentifiedStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Queries and retrieves at work: the desk, and one thread that reads what comes in. */
final class HeldWork implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HeldWork.class);

    /** So that a query finds little left to be read. */
    private static final Duration EVERY = Duration.ofSeconds(5);

    private static final StoreStatus MAY_NOT = new StoreStatus(0x0124, "caller may not ask");
    private static final StoreStatus NOT_NOW = new StoreStatus(0x0124, "not at this hour");

    private final Catalogue catalogue;
    private final RetrieveDesk desk;
    private final RepeatedLook look;

    /** Where instances are, and who is told of them. */
    record Sources(IdentifiedStore store, IntakeLedger ledger, AuditLog audit) {}

    private HeldWork(
            QuerySettings settings,
            DicomSettings dicom,
            DeviceDesk devices,
            Sources from,
            RetrieveDesk.Observer observer) {
        catalogue = new Catalogue(from.store(), from.ledger(), settings.mostBytes());
        desk =
                new RetrieveDesk(
                        catalogue,
                        new Originals(from.store(), from.ledger()),
                        new RetrieveDesk.Terms(
                                dicom.aeTitle(),
                                caller -> may(caller, settings, devices),
                                title -> settings.destination(title, dicom),
                                settings.mostAnswers(),
                                settings.mostInstances()),
                        from.audit(),
                        observer);
        look = RepeatedLook.start("held", EVERY, new Reading());
    }

    static HeldWork start(
            QuerySettings settings,
            DicomSettings dicom,
            DeviceDesk devices,
            Sources from,
            RetrieveDesk.Observer observer) {
        return new HeldWork(settings, dicom, devices, from, observer);
    }

    private static StoreStatus may(Caller caller, QuerySettings settings, DeviceDesk devices) {
        if (!(devices.admit(caller) instanceof Judgement.Admitted admitted)
                || !admitted.queries()
                || admitted.quarantined()) {
            return MAY_NOT;
        }
        return settings.hours().has(Clock.systemUTC().instant()) ? StoreStatus.SUCCESS : NOT_NOW;
    }

    RetrieveDesk desk() {
        return desk;
    }

    boolean alive() {
        return look.alive();
    }

    @Override
    public void close() throws InterruptedException {
        look.close();
    }

    private final class Reading implements RepeatedLook.Look {

        private boolean told;

        @Override
        public String take() throws IOException {
            catalogue.look();
            var standing = catalogue.standing();
            if (!told) {
                told = true;
                LOG.info(
                        "queries can be answered: {} studies, about {} KiB of memory",
                        standing.studies(),
                        standing.bytes() >> 10);
            }
            if (standing.leftOut() > 0) {
                return "left-out";
            }
            return standing.nowhere() > 0 ? "nowhere" : "";
        }

        @Override
        public String words(String kind) {
            return kind;
        }

        @Override
        public void trouble(String trouble) {
            var standing = catalogue.standing();
            switch (trouble) {
                case "" -> LOG.info("queries are answered from all that is here");
                case "left-out" ->
                        LOG.warn(
                                "{} older studies are left out of queries: query.max-memory is"
                                        + " reached",
                                standing.leftOut());
                case "nowhere" ->
                        LOG.warn(
                                "{} objects cannot be queried for: they name no study or series, or"
                                        + " cannot be read",
                                standing.nowhere());
                default -> LOG.warn("what comes in cannot be queried for now: {}", trouble);
            }
        }
    }
}

package org.medsendx.ingest;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.identified.Intake;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.ingest.intake.Arrival;
import org.medsendx.ingest.intake.InstanceReader;
import org.medsendx.ingest.intake.OrderCheck;
import org.medsendx.ingest.intake.Reception;
import org.medsendx.ingest.intake.Step;
import org.medsendx.ingest.ledger.IntakeEntry;
import org.medsendx.ingest.ledger.IntakeLedger;
import org.medsendx.ingest.source.Sender;
import org.medsendx.ingest.store.Budgets;
import org.medsendx.ingest.store.IdentifiedStore;
import org.medsendx.ingest.store.Room;
import org.medsendx.outbox.LogMark;
import org.medsendx.outbox.Outbox;
import org.medsendx.outbox.Publisher;
import org.medsendx.outbox.Relay;

/**
 * An intake on a folder, opened like the service does, to be closed or to be left as by a crash.
 */
public final class Intakes implements AutoCloseable {

    public static final Sender SENDER = new Sender("T1", "ct-1");

    public final IdentifiedStore store;
    public final IntakeLedger ledger;
    public final Outbox outbox;
    public final Reception reception;
    public final Reception.Recovery recovery;
    private final Path root;

    private Intakes(Path root, long minFreeBytes, OrderCheck orders, Step.Watcher watcher)
            throws IOException {
        this(root, minFreeBytes, Budgets.NONE, orders, watcher);
    }

    private Intakes(
            Path root, long minFreeBytes, Budgets budgets, OrderCheck orders, Step.Watcher watcher)
            throws IOException {
        this.root = root;
        this.store = IdentifiedStore.open(root, Room.Marks.at(minFreeBytes), budgets);
        this.ledger = IntakeLedger.open(store.work().resolve("journal"));
        this.outbox = Outbox.open(store.work().resolve("outbox"), "edge-ingest");
        this.reception =
                new Reception(
                        store,
                        ledger,
                        outbox,
                        new InstanceReader(ReadLimits.DEFAULT),
                        Uid.storageClasses(),
                        orders,
                        (entry, took) -> {},
                        Clock.systemUTC(),
                        watcher);
        this.recovery = reception.recover();
    }

    public static Intakes open(Path root) throws IOException {
        return open(root, step -> {});
    }

    public static Intakes open(Path root, Step.Watcher watcher) throws IOException {
        return new Intakes(root, 0, OrderCheck.NONE, watcher);
    }

    public static Intakes withOrders(Path root, OrderCheck orders) throws IOException {
        return new Intakes(root, 0, orders, step -> {});
    }

    public static Intakes withOrders(Path root, OrderCheck orders, Step.Watcher watcher)
            throws IOException {
        return new Intakes(root, 0, orders, watcher);
    }

    /** One whose shelves were counted, so that their budgets are in force. */
    public static Intakes withBudgets(Path root, Budgets budgets) throws IOException {
        var intake = new Intakes(root, 0, budgets, OrderCheck.NONE, step -> {});
        intake.store.count();
        return intake;
    }

    public static Intakes withMinFreeBytes(Path root, long minFreeBytes) throws IOException {
        return new Intakes(root, minFreeBytes, OrderCheck.NONE, step -> {});
    }

    /** Takes the data set of a file as C-STORE would, under the class and UID of the command. */
    public IntakeEntry cStore(Path file, String sopClassUid, String sopInstanceUid)
            throws IOException {
        return cStore(Instances.dataSetBytes(file), sopClassUid, sopInstanceUid);
    }

    public IntakeEntry cStore(byte[] dataSet, String sopClassUid, String sopInstanceUid)
            throws IOException {
        var meta = new FileMeta(sopClassUid, sopInstanceUid, Uid.ExplicitVRLittleEndian);
        var arrival =
                new Arrival(
                        Intake.C_STORE,
                        "CT_1",
                        SENDER,
                        new Arrival.Expected.Command(sopClassUid, sopInstanceUid),
                        null);
        try (var incoming = reception.begin(DicomWriter.metaBytes(meta))) {
            incoming.write(dataSet);
            var entry = reception.decide(incoming.seal(), arrival);
            reception.awaitAnnounced();
            return entry;
        }
    }

    /**
     * What was begun on a volume and is on no shelf; empty files wait there for what comes next.
     */
    public static List<Path> begun(Path volume) throws IOException {
        try (var files = Files.list(volume.resolve("incoming"))) {
            return files.filter(file -> file.toFile().length() > 0).toList();
        }
    }

    /** Why an input was quarantined. */
    public static String reason(IntakeEntry entry) {
        return ((IntakeEntry.Quarantined) entry).reason().code();
    }

    /** What a duplicate is one of. */
    public static UUID duplicateOf(IntakeEntry entry) {
        return ((IntakeEntry.Duplicate) entry).duplicateOf();
    }

    /** Everything in the outbox, through a relay as Kafka would get it. */
    public List<Event<?>> events() {
        reception.awaitAnnounced();
        var published = new CopyOnWriteArrayList<Event<?>>();
        var publisher =
                new Publisher() {
                    @Override
                    public List<LogMark.Place> publish(List<? extends Event<?>> events) {
                        published.addAll(events);
                        return List.of();
                    }

                    @Override
                    public Standing look(List<LogMark> marks) {
                        return new Standing(marks.size(), List.of());
                    }

                    @Override
                    public void close() {}
                };
        try (var relay = Relay.start(outbox, root.resolve("no-such-cursor"), publisher)) {
            await().until(() -> relay.backlog() == 0);
        }
        root.resolve("no-such-cursor").toFile().delete();
        return published;
    }

    /** How often each event is in the outbox, by topic and subject. */
    public Map<String, Long> eventCounts() {
        return events().stream()
                .collect(
                        java.util.stream.Collectors.groupingBy(
                                e -> e.data().topic().topicName() + " " + e.data().subject(),
                                Collectors.counting()));
    }

    /** Leaves everything as it lies; only the file locks, which a dead process has not, go. */
    public void die() throws IOException {
        outbox.close();
        ledger.close();
        // Whoever tells of decisions finds both closed, and leaves them to the next start.
        reception.close();
        store.close();
    }

    @Override
    public void close() throws IOException {
        reception.close();
        outbox.close();
        ledger.close();
        store.close();
    }
}

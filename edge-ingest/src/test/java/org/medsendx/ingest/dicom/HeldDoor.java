package org.medsendx.ingest.dicom;

import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.file;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.medsendx.audit.AuditLog;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Dictionary;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.net.AssociationServices;
import org.medsendx.dicom.net.Peer;
import org.medsendx.dicom.net.StorageScp;
import org.medsendx.dicom.net.StoreStatus;
import org.medsendx.dicom.net.Tls;
import org.medsendx.ingest.Intakes;
import org.medsendx.ingest.device.Desks;
import org.medsendx.ingest.retrieve.Catalogue;
import org.medsendx.ingest.retrieve.Originals;
import org.medsendx.ingest.retrieve.Root;
import org.medsendx.ingest.store.Shelf;

/** A truck that gives out what it holds, put together as the service does. */
final class HeldDoor implements AutoCloseable {

    static final String FIND = Uid.StudyRootQueryRetrieveFind;
    static final String MOVE = Uid.StudyRootQueryRetrieveMove;
    static final String GET = Uid.StudyRootQueryRetrieveGet;

    final Intakes intake;
    final AuditLog audit;
    final Catalogue catalogue;
    final StorageScp scp;
    final Map<String, Peer> destinations = new ConcurrentHashMap<>();
    final Set<String> mayAsk = ConcurrentHashMap.newKeySet();
    final List<String> asked = new CopyOnWriteArrayList<>();

    HeldDoor(Path root) throws IOException {
        this(root, 5000, 1000, 32 << 20);
    }

    HeldDoor(Path root, int mostAnswers, int mostInstances, long mostBytes) throws IOException {
        this(root, mostAnswers, mostInstances, mostBytes, options -> options);
    }

    /** A truck that speaks nothing but TLS. */
    static HeldDoor secured(Path root, Tls tls) throws IOException {
        return new HeldDoor(root, 100, 100, 32 << 20, options -> options.withTls(tls));
    }

    private HeldDoor(
            Path root,
            int mostAnswers,
            int mostInstances,
            long mostBytes,
            UnaryOperator<StorageScp.Options> change)
            throws IOException {
        mayAsk.addAll(Set.of("MG_1", "ORTHANC"));
        intake = Intakes.open(root);
        audit = AuditLog.open(intake.store.work(), "edge-ingest", Clock.systemUTC());
        catalogue = new Catalogue(intake.store, intake.ledger, mostBytes);
        catalogue.look();
        var desk =
                new RetrieveDesk(
                        catalogue,
                        new Originals(intake.store, intake.ledger),
                        new RetrieveDesk.Terms(
                                "MEDSENDX",
                                caller ->
                                        mayAsk.contains(caller.aeTitle())
                                                ? StoreStatus.SUCCESS
                                                : new StoreStatus(0x0124, "may not ask"),
                                title -> Optional.ofNullable(destinations.get(title)),
                                mostAnswers,
                                mostInstances),
                        audit,
                        (operation, status) ->
                                asked.add(operation + " %04x".formatted(status.code())));
        var door = new FrontDoor(Root.findClasses());
        door.open(
                new FrontDoor.Behind(
                        new CStoreReceiver(intake.reception, Desks.of(), StoreTracer.NONE),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(desk)));
        scp =
                StorageScp.listen(
                        change.apply(
                                new StorageScp.Options(
                                        new InetSocketAddress("127.0.0.1", 0),
                                        "MEDSENDX",
                                        Set.of(),
                                        Uid.storageClasses(),
                                        // Those that end make room a moment later.
                                        64,
                                        128 << 10)),
                        door,
                        new AssociationServices(
                                Optional.empty(),
                                Optional.of(door),
                                Optional.empty(),
                                Optional.of(door)));
    }

    Peer peer(String calling) {
        return peer(scp.port(), "MEDSENDX", calling);
    }

    static Peer peer(int port, String called, String calling) {
        return new Peer(
                new InetSocketAddress("127.0.0.1", port),
                called,
                calling,
                Duration.ofSeconds(20),
                Optional.empty());
    }

    /** Takes an instance as C-STORE would. @return its object */
    UUID take(Path file, DataSet image) throws IOException {
        return intake.cStore(
                        file,
                        String.valueOf(image.string(Tag.SOPClassUID)),
                        String.valueOf(image.string(Tag.SOPInstanceUID)))
                .input()
                .objectId();
    }

    UUID take(Path made, String study, String series, String instance) throws IOException {
        var image = image("Doe^Jane", "4711", study, series, instance);
        return take(file(made, image), image);
    }

    static DataSet image(
            String name, String patient, String study, String series, String instance) {
        return ct(instance, name)
                .putString(Tag.PatientID, VR.LO, patient)
                .putString(Tag.StudyInstanceUID, VR.UI, study)
                .putString(Tag.SeriesInstanceUID, VR.UI, series);
    }

    Path object(UUID id) {
        return intake.store.path(Shelf.OBJECTS, id);
    }

    /** An identifier: level, then attributes and their values. */
    static DataSet identifier(String level, Object... keys) {
        var set = new DataSet().putString(Tag.QueryRetrieveLevel, VR.CS, level);
        for (int i = 0; i < keys.length; i += 2) {
            int tag = (Integer) keys[i];
            set.putString(tag, Dictionary.vr(tag), (String) keys[i + 1]);
        }
        return set;
    }

    String auditLog() throws IOException {
        return Files.readString(intake.store.work().resolve(AuditLog.NAME));
    }

    @Override
    public void close() throws IOException {
        scp.close();
        audit.close();
        intake.close();
    }
}

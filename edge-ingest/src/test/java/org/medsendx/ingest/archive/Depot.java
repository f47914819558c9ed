package org.medsendx.ingest.archive;

import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.Instances.uid;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.medsendx.audit.AuditLog;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.net.Peer;
import org.medsendx.ingest.Intakes;
import org.medsendx.ingest.store.Shelf;
import org.medsendx.ingest.tracking.Milestone;
import org.medsendx.ingest.tracking.Stage;
import org.medsendx.ingest.tracking.Tracking;
import org.medsendx.outbox.work.OpenParts;

/** A truck's volume with an archive, put together as the service does, under a clock of its own. */
final class Depot implements AutoCloseable {

    static final Instant NIGHT = Instant.parse("2026-11-29T22:00:00Z");
    static final Duration RETRY = Duration.ofMinutes(1);
    static final int TRIES = 3;
    static final Duration AGAIN = Duration.ofMinutes(10);

    final AtomicReference<Instant> now = new AtomicReference<>(NIGHT);
    final InstantSource clock = now::get;
    final Path root;
    final Intakes intake;
    final Tracking tracking;
    final AuditLog audit;
    final ArchiveBook book;
    final Counted counted = new Counted();
    private final OpenParts parts = new OpenParts();

    /** What a service would show. */
    static final class Counted implements ArchiveListener {

        final AtomicInteger sent = new AtomicInteger();
        final AtomicInteger committed = new AtomicInteger();
        final AtomicInteger notStored = new AtomicInteger();
        final AtomicInteger notKept = new AtomicInteger();
        final AtomicInteger deleted = new AtomicInteger();

        @Override
        public void sent(long bytes) {
            sent.incrementAndGet();
        }

        @Override
        public void committed() {
            committed.incrementAndGet();
        }

        @Override
        public void refused(boolean commitment) {
            (commitment ? notKept : notStored).incrementAndGet();
        }

        @Override
        public void deleted(int originals, long bytes) {
            deleted.addAndGet(originals);
        }
    }

    Depot(Path root) throws IOException {
        this(root, 0);
    }

    /**
     * @param minFreeBytes with less free space the volume has no room
     */
    Depot(Path root, long minFreeBytes) throws IOException {
        this.root = root;
        intake = parts.keep(Intakes.withMinFreeBytes(root, minFreeBytes));
        tracking = parts.keep(Tracking.open(intake.store.work(), intake.ledger));
        audit = parts.keep(AuditLog.open(intake.store.work(), "edge-ingest", Clock.systemUTC()));
        book = parts.keep(ArchiveBook.open(folder()));
    }

    Path folder() {
        return intake.store.work().resolve("archive");
    }

    Archive.Sources sources() {
        return new Archive.Sources(intake.store, intake.ledger, tracking, audit);
    }

    Archive archive(Supplier<Peer> peer) {
        return archive(options(peer));
    }

    Archive archive(ArchiveOptions options) {
        return new Archive(folder(), sources(), book, options, counted, clock);
    }

    static ArchiveOptions options(Supplier<Peer> peer) {
        return new ArchiveOptions(
                peer,
                HospitalArchive.TITLE,
                new Hours(List.of(), ZoneOffset.UTC),
                0,
                new Retry(RETRY, Duration.ofHours(1)),
                TRIES,
                Duration.ofMillis(200),
                AGAIN,
                10,
                1000);
    }

    /** The same with two instances of a batch, and two under way. */
    static ArchiveOptions narrow(Supplier<Peer> peer) {
        var usual = options(peer);
        return new ArchiveOptions(
                usual.peer(),
                usual.name(),
                usual.hours(),
                0,
                usual.retry(),
                usual.tries(),
                usual.patience(),
                usual.again(),
                2,
                2);
    }

    Retention retention(Optional<Duration> after, boolean forRoom) throws IOException {
        return Retention.open(
                folder(),
                sources(),
                book,
                new Retention.Rule(after, forRoom, Duration.ofDays(60)),
                counted,
                clock);
    }

    /** An instance that came in. */
    record Scan(UUID objectId, String uid, Path file) {

        boolean there() {
            return Files.exists(file);
        }
    }

    Scan scan(Path made) throws IOException {
        String uid = uid();
        // Archives want to know where it belongs.
        var image =
                ct(uid, "Doe^Jane")
                        .putString(Tag.PatientID, VR.LO, "4711")
                        .putString(Tag.StudyInstanceUID, VR.UI, "2.25.11")
                        .putString(Tag.SeriesInstanceUID, VR.UI, "2.25.12");
        var entry = intake.cStore(file(made, image), Uid.CTImageStorage, uid);
        UUID id = entry.input().objectId();
        return new Scan(id, uid, intake.store.path(Shelf.OBJECTS, id));
    }

    /** The border has decided about it. */
    void border(Scan scan, Stage stage) throws IOException {
        tracking.take(
                List.of(
                        new Milestone(
                                scan.objectId(),
                                stage,
                                now.get(),
                                null,
                                null,
                                stage == Stage.DEIDENTIFIED ? "2.25.1" : null,
                                null,
                                0,
                                List.of())));
    }

    List<Stage> stages(Scan scan) throws IOException {
        return tracking.of(scan.objectId()).stream().map(Milestone::stage).toList();
    }

    void pass(Duration time) {
        now.updateAndGet(then -> then.plus(time));
    }

    String auditLog() throws IOException {
        var lines = new StringBuilder();
        try (var files = Files.list(intake.store.work())) {
            for (var file : files.filter(one -> one.toString().contains("audit")).toList()) {
                lines.append(Files.isRegularFile(file) ? Files.readString(file) : "");
            }
        }
        return lines.toString();
    }

    @Override
    public void close() {
        parts.close();
    }
}

package org.medsendx.segmenter.messaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.CleanFile;
import org.medsendx.contracts.deidentified.DerivedCreated;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.contracts.deidentified.DerivedVolume;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.ScanMeasured;
import org.medsendx.contracts.deidentified.Segmentation;
import org.medsendx.contracts.deidentified.Stratum;
import org.medsendx.outbox.Outbox;
import org.medsendx.segmenter.assess.Origin;
import org.medsendx.segmenter.assess.ScanJudge.Judged;
import org.medsendx.segmenter.breast.ExamComparison;
import org.medsendx.segmenter.derived.DerivedObject;
import org.medsendx.segmenter.derived.DerivedObjects;
import org.medsendx.segmenter.measurement.MeasurementReport;
import org.medsendx.segmenter.messaging.PreparedScan.Staged;
import org.medsendx.segmenter.pipeline.OpenedScan;
import org.medsendx.segmenter.pipeline.ScanAssessor;
import org.medsendx.segmenter.pipeline.ScanReading;
import org.medsendx.segmenter.storage.DerivedFiles;
import org.medsendx.segmenter.storage.ExamDensities;
import org.medsendx.segmenter.storage.ScanLedger;
import org.medsendx.segmenter.storage.ScanRecord;
import org.medsendx.segmenter.storage.SeriesNumbers;
import org.medsendx.segmenter.turns.Room;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One de-identified instance becomes some objects, an event for each that goes up, and up to two
 * more events. In this order, each on disk before the next: all objects, all events in the outbox,
 * the line in the ledger. Whatever is cut off in between is done again with the same result: the
 * objects have the same bytes, the outbox knows the events by their ids. What was not learned of
 * lines in the ledger is learned before the next scan is judged.
 *
 * <p>It has two halves. {@link #prepare} reads, measures and makes the objects, of as many scans at
 * once as there are threads. {@link #finish} judges by the scans that were finished before, tells
 * and learns; one scan at a time, in the order that counts.
 */
public final class ScanStage {

    private static final Logger LOG = LoggerFactory.getLogger(ScanStage.class);

    private final Path deidentified;
    private final DerivedFiles derived;
    private final ScanAssessor assessor;
    private final DerivedObjects objects;
    private final Outbox outbox;
    private final ScanLedger ledger;
    private final SeriesNumbers numbers;
    private final ExamDensities densities;
    private final Pause pause;
    private final Duration objectWait;
    private final Learning learning;
    private final Room room;

    /** Waits; ends early with an exception when the service stops. */
    public interface Pause {
        void pause(Duration duration) throws InterruptedException;
    }

    /** What a delivery came to. */
    public enum Outcome {
        SEGMENTED,
        MEASURED,
        NOT_MEASURED,
        /** It had been done before. */
        REPEATED
    }

    /**
     * @param deidentified root of the volume that is read
     * @param objectWait how long to wait for a file that is not there yet
     * @param room where scans are read
     */
    public ScanStage(
            Path deidentified,
            DerivedFiles derived,
            ScanAssessor assessor,
            DerivedObjects objects,
            Outbox outbox,
            ScanLedger ledger,
            Pause pause,
            Duration objectWait,
            Room room) {
        this.room = room;
        this.deidentified = deidentified;
        this.derived = derived;
        this.assessor = assessor;
        this.objects = objects;
        this.outbox = outbox;
        this.ledger = ledger;
        this.numbers = new SeriesNumbers(ledger);
        this.densities = new ExamDensities(ledger);
        this.learning = new Learning(ledger, assessor);
        this.pause = pause;
        this.objectWait = objectWait;
    }

    /**
     * Does the work of one event; when this returns it may be acknowledged. One at a time.
     *
     * @throws IOException after a local fault; the same call may be made again
     */
    public Outcome process(Event<InstanceDeidentified> event)
            throws IOException, InterruptedException {
        return finish(event, prepare(event, 0, _ -> {}));
    }

    /**
     * By which scans a scan will be judged, by the header of its file as it is now; empty when that
     * does not say.
     */
    Optional<String> kind(InstanceDeidentified instance) throws InterruptedException {
        Path file = deidentified.resolve(instance.copy().content().file());
        return Files.isRegularFile(file)
                ? Optional.ofNullable(opened(instance).stratum()).map(Stratum::id)
                : Optional.empty();
    }

    /**
     * The first half: what hangs on no other scan. Thread safe, for different objects.
     *
     * @param ahead how many scans of the series are finished before, and are not yet; a guess
     * @param opened hears by which scans it is judged, before its pixels are read: the key of a
     *     stratum, or null for by none
     * @throws IOException after a local fault; the same call may be made again
     */
    PreparedScan prepare(
            Event<InstanceDeidentified> event, int ahead, Consumer<@Nullable String> opened)
            throws IOException, InterruptedException {
        var instance = event.data();
        if (done(instance)) {
            opened.accept(null);
            return PreparedScan.repeated(assessor.settled("repeated", origin(instance)).read());
        }
        var scan = open(instance);
        var stratum = scan.stratum();
        opened.accept(stratum == null ? null : stratum.id());
        return made(instance, scan, number(instance) + ahead);
    }

    private boolean done(InstanceDeidentified instance) throws IOException {
        return ledger.contains(instance.objectId(), instance.copy().content().sha256());
    }

    private OpenedScan open(InstanceDeidentified instance)
            throws IOException, InterruptedException {
        String missing = missing(instance);
        return missing == null ? opened(instance) : assessor.settled(missing, origin(instance));
    }

    private OpenedScan opened(InstanceDeidentified instance) throws InterruptedException {
        Path file = deidentified.resolve(instance.copy().content().file());
        var origin = origin(instance);
        return room.use(
                0,
                () -> assessor.open(file, instance.objectId(), origin),
                () -> assessor.tooLarge(origin));
    }

    private static Origin origin(InstanceDeidentified instance) {
        return new Origin(instance.copy().scanner(), instance.orderPriority());
    }

    /** The number that comes next in the series of an instance. */
    private int number(InstanceDeidentified instance) throws IOException {
        synchronized (numbers) {
            return numbers.next(instance.instance().uids().seriesInstanceUid());
        }
    }

    private PreparedScan made(InstanceDeidentified instance, OpenedScan scan, int number)
            throws IOException, InterruptedException {
        return room.use(
                scan.bytes(),
                () -> made(instance, scan.read(), number),
                () -> made(instance, assessor.tooLarge(origin(instance)).read(), number));
    }

    private PreparedScan made(InstanceDeidentified instance, ScanReading reading, int number)
            throws IOException {
        var made = objects.of(instance.copy().modality(), reading.assessment(), number);
        var staged = new LinkedHashMap<DerivedKind, Staged>();
        var contents = new LinkedHashMap<DerivedKind, byte[]>();
        for (var object : made.objects()) {
            staged.put(object.kind(), staged(instance.objectId(), object));
            contents.put(object.kind(), object.content());
        }
        if (!contents.isEmpty()) {
            derived.stage(instance.objectId(), contents);
        }
        return PreparedScan.of(reading, staged, made.missing(), made.pictureLeftOut());
    }

    private static Staged staged(UUID objectId, DerivedObject object) {
        byte[] content = object.content();
        return new Staged(
                object.kind(),
                new CleanFile(
                        DerivedFiles.path(objectId, object.kind()),
                        Sha256.of(content),
                        content.length),
                object.contentType(),
                object.goesUp());
    }

    /**
     * The second half; when this returns the event may be acknowledged. One scan at a time, and of
     * those that learn from each other in the order they came.
     *
     * @throws IOException after a local fault; then both halves are to be done again
     */
    Outcome finish(Event<InstanceDeidentified> event, PreparedScan prepared)
            throws IOException, InterruptedException {
        var instance = event.data();
        learning.catchUp();
        if (done(instance)) {
            if (prepared.outcome() != Outcome.REPEATED) {
                derived.discard(instance.objectId());
            }
            return Outcome.REPEATED;
        }
        int number = number(instance);
        var scan = fitting(instance, prepared, number);
        scan.missing()
                .forEach((kind, reason) ->
                        LOG.warn("scan {}: no {}: {}", instance.objectId(), kind, reason));
        if (!scan.staged().isEmpty()) {
            derived.publish(instance.objectId(), scan.staged().keySet());
        }
        tell(event, scan, number);
        return scan.outcome();
    }

    /** The same scan with the objects that its place and its judgement of now ask for. */
    private PreparedScan fitting(InstanceDeidentified instance, PreparedScan scan, int number)
            throws IOException, InterruptedException {
        var judged = scan.judging().get();
        boolean picture =
                scan.outcome() == Outcome.SEGMENTED
                        && objects.picks(number, judged.quality(), judged.triage());
        boolean report = scan.reported() && !judged.equals(scan.guess());
        if (scan.outcome() == Outcome.REPEATED
                || picture && scan.pictureLeftOut()
                || report && scan.header() == null) {
            return made(instance, open(instance), number);
        }
        boolean drop = scan.pictured() && !picture;
        if (drop) {
            scan.staged().remove(DerivedKind.HIGHLIGHT);
            derived.discard(instance.objectId(), DerivedKind.HIGHLIGHT);
        }
        var missing = new HashMap<>(scan.missing());
        if (drop) {
            missing.remove(DerivedKind.HIGHLIGHT);
        }
        if (report) {
            reportAgain(instance, scan, judged, missing);
        }
        return scan.with(judged, missing, drop || scan.pictureLeftOut());
    }

    private void reportAgain(
            InstanceDeidentified instance,
            PreparedScan scan,
            Judged judged,
            Map<DerivedKind, String> missing)
            throws IOException {
        var made =
                objects.report(
                        instance.copy().modality(),
                        Objects.requireNonNull(scan.header()),
                        new MeasurementReport.Content(
                                Objects.requireNonNull(scan.features()),
                                judged.quality(),
                                judged.triage(),
                                scan.segmentation().density()));
        missing.remove(DerivedKind.MEASUREMENTS);
        missing.putAll(made.missing());
        if (made.objects().isEmpty()) {
            scan.staged().remove(DerivedKind.MEASUREMENTS);
            derived.discard(instance.objectId(), DerivedKind.MEASUREMENTS);
        }
        for (var object : made.objects()) {
            scan.staged().put(object.kind(), staged(instance.objectId(), object));
            derived.stageAgain(instance.objectId(), object.kind(), object.content());
        }
    }

    private void tell(Event<InstanceDeidentified> event, PreparedScan scan, int number)
            throws IOException {
        var instance = event.data();
        var sayings = new ArrayList<Outbox.Saying>();
        var written = new ArrayList<ScanRecord.Derived>();
        for (var object : scan.staged().values()) {
            written.add(object.line());
            if (object.goesUp()) {
                sayings.add(saying(derivedCreated(instance, object), event.traceparent()));
            }
        }
        var measured = measured(instance, scan);
        var assessed = assessed(instance, scan, written, measured != null);
        sayings.add(saying(assessed, event.traceparent()));
        if (measured != null) {
            sayings.add(saying(measured, event.traceparent()));
        }
        outbox.appendAll(sayings);
        var line =
                new ScanRecord(
                        instance.objectId(),
                        instance.copy().content().sha256(),
                        instance.copy().content().file(),
                        assessed,
                        measured,
                        written.stream()
                                .filter(one -> one.kind() == DerivedKind.HIGHLIGHT)
                                .map(one -> one.content().file())
                                .findFirst()
                                .orElse(null),
                        written,
                        scan.outcome() == Outcome.SEGMENTED
                                ? new ScanRecord.InSeries(number, scan.pictureLeftOut())
                                : null);
        // Last: until then the scan is judged again by what was known before it.
        learning.learn(ledger.put(line), line);
    }

    private static Outbox.Saying saying(Payload payload, @Nullable String traceparent) {
        return new Outbox.Saying(
                payload,
                payload instanceof DerivedCreated created
                        ? created.content().sha256()
                        : Sha256.of(EventCodec.value(payload)),
                traceparent);
    }

    /**
     * Why the file cannot be used, or null when it is there with the bytes the event tells of
     * (claim check). The volume itself missing is a local fault, not a missing file.
     */
    private @Nullable String missing(InstanceDeidentified instance)
            throws IOException, InterruptedException {
        var file = deidentified.resolve(instance.copy().content().file());
        var end = Instant.now().plus(objectWait);
        while (true) {
            if (!Files.isDirectory(deidentified)) {
                throw new IOException("the volume of de-identified files is not there");
            }
            String reason =
                    !Files.isRegularFile(file)
                            ? "object-missing"
                            : Sha256.of(file).equals(instance.copy().content().sha256())
                                    ? null
                                    : "digest-mismatch";
            if (reason == null || !Instant.now().isBefore(end)) {
                return reason;
            }
            pause.pause(Duration.ofMillis(Math.min(250, Math.max(1, objectWait.toMillis()))));
        }
    }

    private static DerivedCreated derivedCreated(InstanceDeidentified instance, Staged object) {
        return new DerivedCreated(
                instance.instance(),
                object.kind(),
                DerivedVolume.DERIVED,
                object.content(),
                object.contentType(),
                instance.copy().objectKey());
    }

    /** The outcome of segmentation, with what disagrees in the exam as far as it is known here. */
    private Segmentation segmentation(InstanceDeidentified instance, PreparedScan scan)
            throws IOException {
        var segmentation = scan.segmentation();
        var density = segmentation.density();
        if (density == null) {
            return segmentation;
        }
        var exam =
                densities.others(
                        instance.instance().uids().studyInstanceUid(), instance.objectId());
        return segmentation.with(density.withExam(ExamComparison.codes(density, exam)));
    }

    private ScanAssessed assessed(
            InstanceDeidentified instance,
            PreparedScan scan,
            List<ScanRecord.Derived> written,
            boolean measured)
            throws IOException {
        return new ScanAssessed(
                instance.instance(),
                instance.copy().scanner(),
                instance.copy().modality(),
                segmentation(instance, scan),
                scan.guess().quality(),
                scan.guess().triage(),
                instance.copy().objectKey(),
                written.stream()
                        .filter(ScanRecord.Derived::goesUp)
                        .map(ScanRecord.Derived::kind)
                        .toList(),
                measured);
    }

    private static @Nullable ScanMeasured measured(
            InstanceDeidentified instance, PreparedScan scan) {
        return scan.stratum() == null || scan.features() == null
                ? null
                : new ScanMeasured(
                        instance.objectId(),
                        instance.truck(),
                        instance.copy().scanner(),
                        scan.stratum(),
                        scan.features());
    }
}

package org.medsendx.segmenter.messaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
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
import org.medsendx.outbox.Outbox;
import org.medsendx.segmenter.assess.Origin;
import org.medsendx.segmenter.breast.ExamComparison;
import org.medsendx.segmenter.derived.DerivedObject;
import org.medsendx.segmenter.derived.DerivedObjects;
import org.medsendx.segmenter.pipeline.Assessment;
import org.medsendx.segmenter.pipeline.Assessment.Measured;
import org.medsendx.segmenter.pipeline.Assessment.NotMeasured;
import org.medsendx.segmenter.pipeline.Assessment.Segmented;
import org.medsendx.segmenter.pipeline.ScanAssessor;
import org.medsendx.segmenter.storage.DerivedFiles;
import org.medsendx.segmenter.storage.ExamDensities;
import org.medsendx.segmenter.storage.ScanLedger;
import org.medsendx.segmenter.storage.ScanRecord;
import org.medsendx.segmenter.storage.SeriesNumbers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One de-identified instance becomes some objects, an event for each that goes up, and up to two
 * more events. In this order, each on disk before the next: all objects, all events in the outbox,
 * the line in the ledger. Whatever is cut off in between is done again with the same result: the
 * objects have the same bytes, the outbox knows the events by their ids. Not thread safe.
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
     */
    public ScanStage(
            Path deidentified,
            DerivedFiles derived,
            ScanAssessor assessor,
            DerivedObjects objects,
            Outbox outbox,
            ScanLedger ledger,
            Pause pause,
            Duration objectWait) {
        this.deidentified = deidentified;
        this.derived = derived;
        this.assessor = assessor;
        this.objects = objects;
        this.outbox = outbox;
        this.ledger = ledger;
        this.numbers = new SeriesNumbers(ledger);
        this.densities = new ExamDensities(ledger);
        this.pause = pause;
        this.objectWait = objectWait;
    }

    /**
     * Does the work of one event; when this returns it may be acknowledged.
     *
     * @throws IOException after a local fault; the same call may be made again
     */
    public Outcome process(Event<InstanceDeidentified> event)
            throws IOException, InterruptedException {
        var instance = event.data();
        if (ledger.contains(instance.objectId(), instance.copy().content().sha256())) {
            return Outcome.REPEATED;
        }
        String missing = missing(instance);
        var origin = new Origin(instance.copy().scanner(), instance.orderPriority());
        var assessment =
                missing == null
                        ? assessor.assess(
                                deidentified.resolve(instance.copy().content().file()),
                                instance.objectId(),
                                origin)
                        : assessor.notMeasured(missing, origin);
        var written = new ArrayList<ScanRecord.Derived>();
        int number = numbers.next(instance.instance().uids().seriesInstanceUid());
        var made = objects.of(instance.copy().modality(), assessment, number);
        var inSeries =
                assessment instanceof Segmented
                        ? new ScanRecord.InSeries(number, made.pictureLeftOut())
                        : null;
        made.missing()
                .forEach((kind, reason) ->
                        LOG.warn("scan {}: no {}: {}", instance.objectId(), kind, reason));
        var contents = new LinkedHashMap<DerivedKind, byte[]>();
        made.objects().forEach(object -> contents.put(object.kind(), object.content()));
        if (!contents.isEmpty()) {
            derived.writeAll(instance.objectId(), contents);
        }
        var sayings = new ArrayList<Outbox.Saying>();
        for (var object : made.objects()) {
            var line = line(instance.objectId(), object);
            written.add(line);
            if (object.goesUp()) {
                sayings.add(saying(derivedCreated(instance, object, line), event.traceparent()));
            }
        }
        return switch (assessment) {
            case Segmented segmented -> {
                finish(
                        event,
                        assessment,
                        measured(instance, segmented),
                        written,
                        sayings,
                        inSeries);
                yield Outcome.SEGMENTED;
            }
            case Measured only -> {
                finish(event, assessment, measured(instance, only), written, sayings, inSeries);
                yield Outcome.MEASURED;
            }
            case NotMeasured _ -> {
                finish(event, assessment, null, written, sayings, inSeries);
                yield Outcome.NOT_MEASURED;
            }
        };
    }

    private static ScanRecord.Derived line(UUID objectId, DerivedObject object) {
        byte[] content = object.content();
        return new ScanRecord.Derived(
                object.kind(),
                new CleanFile(
                        DerivedFiles.path(objectId, object.kind()),
                        Sha256.of(content),
                        content.length),
                object.goesUp());
    }

    private void finish(
            Event<InstanceDeidentified> event,
            Assessment assessment,
            @Nullable ScanMeasured measured,
            List<ScanRecord.Derived> written,
            List<Outbox.Saying> sayings,
            ScanRecord.@Nullable InSeries inSeries)
            throws IOException {
        var instance = event.data();
        var assessed = assessed(instance, assessment, written, measured != null);
        sayings.add(saying(assessed, event.traceparent()));
        if (measured != null) {
            sayings.add(saying(measured, event.traceparent()));
        }
        outbox.appendAll(sayings);
        ledger.put(
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
                        inSeries));
        // Last: until then the scan is judged again by what was known before it.
        if (measured != null) {
            assessor.learn(assessed, measured);
        }
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

    private static DerivedCreated derivedCreated(
            InstanceDeidentified instance, DerivedObject object, ScanRecord.Derived written) {
        return new DerivedCreated(
                instance.instance(),
                object.kind(),
                DerivedVolume.DERIVED,
                written.content(),
                object.contentType(),
                instance.copy().objectKey());
    }

    /** The outcome of segmentation, with what disagrees in the exam as far as it is known here. */
    private Segmentation segmentation(InstanceDeidentified instance, Assessment assessment)
            throws IOException {
        var segmentation = assessment.segmentation();
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
            Assessment assessment,
            List<ScanRecord.Derived> written,
            boolean measured)
            throws IOException {
        return new ScanAssessed(
                instance.instance(),
                instance.copy().scanner(),
                instance.copy().modality(),
                segmentation(instance, assessment),
                assessment.quality(),
                assessment.triage(),
                instance.copy().objectKey(),
                written.stream()
                        .filter(ScanRecord.Derived::goesUp)
                        .map(ScanRecord.Derived::kind)
                        .toList(),
                measured);
    }

    private static ScanMeasured measured(InstanceDeidentified instance, Segmented segmented) {
        return new ScanMeasured(
                instance.objectId(),
                instance.truck(),
                instance.copy().scanner(),
                segmented.stratum(),
                segmented.features());
    }

    private static ScanMeasured measured(InstanceDeidentified instance, Measured only) {
        return new ScanMeasured(
                instance.objectId(),
                instance.truck(),
                instance.copy().scanner(),
                only.stratum(),
                only.features());
    }
}

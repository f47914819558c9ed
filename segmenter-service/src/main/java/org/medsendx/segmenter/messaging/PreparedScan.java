package org.medsendx.segmenter.messaging;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.CleanFile;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.Segmentation;
import org.medsendx.contracts.deidentified.Stratum;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.segmenter.assess.ScanJudge.Judged;
import org.medsendx.segmenter.messaging.ScanStage.Outcome;
import org.medsendx.segmenter.pipeline.Assessment;
import org.medsendx.segmenter.pipeline.Assessment.Measured;
import org.medsendx.segmenter.pipeline.Assessment.NotMeasured;
import org.medsendx.segmenter.pipeline.Assessment.Segmented;
import org.medsendx.segmenter.pipeline.ScanReading;
import org.medsendx.segmenter.storage.ScanRecord;

/**
 * A scan that was read, and waits until those before it are finished. What was made of it lies on
 * the volume under temporary names. It holds no pixels: many may wait.
 *
 * @param outcome what it will come to, when it is not done meanwhile
 * @param judging judges it by what is usual then
 * @param guess the judgement by which its objects were made, when it was read
 * @param header its header, for another report; null when it is large, or there is no report
 * @param staged what was made, in the order in which it is told
 * @param missing what could not be made, and why
 * @param pictureLeftOut whether it has no picture because others of its series have
 */
record PreparedScan(
        Outcome outcome,
        Supplier<Judged> judging,
        Judged guess,
        Segmentation segmentation,
        @Nullable Stratum stratum,
        @Nullable Features features,
        @Nullable DataSet header,
        Map<DerivedKind, Staged> staged,
        Map<DerivedKind, String> missing,
        boolean pictureLeftOut) {

    /** Of a header that takes more than this the file is read again. */
    private static final long LARGE = 256 << 10;

    /** What an element takes in memory besides its value, about. */
    private static final int ELEMENT_BYTES = 64;

    /** An object that was written and has no name yet. */
    record Staged(DerivedKind kind, CleanFile content, String contentType, boolean goesUp) {

        ScanRecord.Derived line() {
            return new ScanRecord.Derived(kind, content, goesUp);
        }
    }

    static PreparedScan of(
            ScanReading reading,
            Map<DerivedKind, Staged> staged,
            Map<DerivedKind, String> missing,
            boolean pictureLeftOut) {
        var assessment = reading.assessment();
        var guess = new Judged(assessment.quality(), assessment.triage());
        var ordered = new LinkedHashMap<>(staged);
        return switch (assessment) {
            case Segmented one ->
                    new PreparedScan(
                            Outcome.SEGMENTED,
                            reading.judging(),
                            guess,
                            one.segmentation(),
                            one.stratum(),
                            one.features(),
                            small(one.image().header()),
                            ordered,
                            missing,
                            pictureLeftOut);
            case Measured one ->
                    new PreparedScan(
                            Outcome.MEASURED,
                            reading.judging(),
                            guess,
                            one.segmentation(),
                            one.stratum(),
                            one.features(),
                            small(one.image().header()),
                            ordered,
                            missing,
                            pictureLeftOut);
            case NotMeasured one -> unmeasured(Outcome.NOT_MEASURED, reading, one);
        };
    }

    /** Of a scan that was done before. */
    static PreparedScan repeated(ScanReading nothing) {
        return unmeasured(Outcome.REPEATED, nothing, nothing.assessment());
    }

    private static PreparedScan unmeasured(
            Outcome outcome, ScanReading reading, Assessment assessment) {
        return new PreparedScan(
                outcome,
                reading.judging(),
                new Judged(assessment.quality(), assessment.triage()),
                assessment.segmentation(),
                null,
                null,
                null,
                new LinkedHashMap<>(),
                Map.of(),
                false);
    }

    /** The same by another judgement. */
    PreparedScan with(Judged judged, Map<DerivedKind, String> missed, boolean noPicture) {
        return new PreparedScan(
                outcome,
                judging,
                judged,
                segmentation,
                stratum,
                features,
                header,
                staged,
                missed,
                noPicture);
    }

    /** Whether a picture was made, or tried. */
    boolean pictured() {
        return staged.containsKey(DerivedKind.HIGHLIGHT)
                || missing.containsKey(DerivedKind.HIGHLIGHT);
    }

    /** Whether a report was made, or tried. */
    boolean reported() {
        return staged.containsKey(DerivedKind.MEASUREMENTS)
                || missing.containsKey(DerivedKind.MEASUREMENTS);
    }

    private static @Nullable DataSet small(DataSet header) {
        return bytes(header) > LARGE ? null : header;
    }

    private static long bytes(DataSet header) {
        long bytes = 0;
        for (Element element : header) {
            bytes +=
                    ELEMENT_BYTES
                            + switch (element) {
                                case Element.Value value -> value.bytes().length;
                                case Element.Sequence sequence ->
                                        sequence.items().stream()
                                                .mapToLong(PreparedScan::bytes)
                                                .sum();
                                case Element.Bulk _ -> 0;
                                case Element.Encapsulated frames ->
                                        (long) ELEMENT_BYTES * frames.fragments().size();
                            };
            if (bytes > LARGE) {
                break;
            }
        }
        return bytes;
    }
}

package org.medsendx.readinglist.intake;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.UnreadableEventException;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.deidentified.InstanceUploaded;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.ScanReviewed;
import org.medsendx.contracts.deidentified.StudyEvent;
import org.medsendx.contracts.deidentified.Triage;
import org.medsendx.contracts.deidentified.UploadedKind;
import org.medsendx.readinglist.exam.Assessment;
import org.medsendx.readinglist.exam.Change;
import org.medsendx.readinglist.exam.ExamList;
import org.medsendx.readinglist.exam.StoredObject;

/**
 * Takes records onto the list. Nothing that a record says ends this or holds it up: what cannot be
 * believed is passed by with an outcome that says why, and never a value.
 *
 * <p>What it reads are the three topics that name studies and carry shifted time. It reads no topic
 * with a real day, and must not: who has both can undo the shift.
 */
public final class Intake {

    /** The topics that the list is made of. */
    public static final List<DeidentifiedTopic> TOPICS =
            List.of(
                    DeidentifiedTopic.SCANS_ASSESSED,
                    DeidentifiedTopic.SCANS_REVIEWED,
                    DeidentifiedTopic.INSTANCES_UPLOADED);

    /** Bytes of a value; the largest sample has 2 kB. */
    static final int LARGEST = 64 * 1024;

    /** Codes and parts of one event. */
    static final int LONGEST_LIST = 40;

    /** A part may take or give so many points. */
    static final double MOST_POINTS = 1000;

    /** Beyond that no object is handed out anyway. */
    private static final long LARGEST_OBJECT = 1L << 50;

    // PS3.5, 9.1: components of digits, none empty. It is a part of an address and of a key.
    private static final Pattern UID = Pattern.compile("[0-9]+(\\.[0-9]+)*");

    private final ExamList list;
    private final Set<String> buckets;

    /**
     * @param buckets those that may be read; what lies in others is known to be there and no more
     */
    public Intake(ExamList list, Set<String> buckets) {
        this.list = list;
        this.buckets = Set.copyOf(buckets);
    }

    /** Takes one record. */
    public Outcome take(RawRecord record) {
        var value = record.value();
        if (value != null && value.length > LARGEST) {
            return Outcome.OVERSIZED;
        }
        try {
            return switch (topic(record.topic())) {
                case SCANS_ASSESSED ->
                        assessed(
                                record,
                                EventCodec.read(ScanAssessed.class, record.headers(), value));
                case SCANS_REVIEWED ->
                        reviewed(
                                record,
                                EventCodec.read(ScanReviewed.class, record.headers(), value));
                case INSTANCES_UPLOADED ->
                        uploaded(
                                record,
                                EventCodec.read(InstanceUploaded.class, record.headers(), value));
                case null, default -> Outcome.UNREADABLE;
            };
        } catch (UnreadableEventException e) {
            return Outcome.UNREADABLE;
        } catch (RuntimeException | StackOverflowError e) {
            return Outcome.DEFECT;
        }
    }

    private static @Nullable DeidentifiedTopic topic(String name) {
        return TOPICS.stream()
                .filter(topic -> topic.topicName().equals(name))
                .findFirst()
                .orElse(null);
    }

    private Outcome assessed(RawRecord record, Event<ScanAssessed> event) {
        var scan = event.data();
        if (scan.quality().findings().size() > LONGEST_LIST
                || scan.derived().size() > LONGEST_LIST
                || isLong(scan.triage())
                || event.epoch().length() > LONGEST_LIST) {
            return Outcome.OVERSIZED;
        }
        var objection = objection(record, event, true);
        if (objection != null) {
            return objection;
        }
        if (!isPossible(scan.triage())) {
            return Outcome.IMPLAUSIBLE;
        }
        return outcome(
                list.assessed(
                        scan,
                        record.writtenAt(),
                        new Assessment.Origin(event.epoch().intern(), event.sequence())));
    }

    private Outcome reviewed(RawRecord record, Event<ScanReviewed> event) {
        var objection = objection(record, event, true);
        return objection != null
                ? objection
                : outcome(list.reviewed(event.data(), record.writtenAt()));
    }

    private Outcome uploaded(RawRecord record, Event<InstanceUploaded> event) {
        var upload = event.data();
        var objection = objection(record, event, false);
        if (objection != null) {
            return objection;
        }
        if (upload.bytes() > LARGEST_OBJECT) {
            return Outcome.IMPLAUSIBLE;
        }
        var objects = new EnumMap<UploadedKind, StoredObject>(UploadedKind.class);
        var report = upload.report();
        if (!add(
                        objects,
                        upload,
                        upload.kind(),
                        upload.objectKey(),
                        upload.sha256(),
                        upload.bytes())
                || report != null
                        && !add(
                                objects,
                                upload,
                                UploadedKind.REPORT,
                                report.key(),
                                report.sha256(),
                                -1)) {
            return Outcome.WRONG_KEY;
        }
        return outcome(list.uploaded(upload, objects, record.writtenAt()));
    }

    private boolean add(
            Map<UploadedKind, StoredObject> to,
            InstanceUploaded upload,
            UploadedKind kind,
            String key,
            String sha256,
            long bytes) {
        var bucket = buckets.stream().filter(known -> known.equals(upload.bucket())).findFirst();
        var stored =
                StoredObject.of(
                        bucket.orElse(null),
                        key,
                        upload.truck(),
                        upload.instance().uids(),
                        kind,
                        sha256,
                        bytes);
        stored.ifPresent(object -> to.put(kind, object));
        return stored.isPresent();
    }

    /**
     * What every event of a study has to be.
     *
     * @param ordered whether it matters in which order events of one study are read, which is that
     *     of the partition that their key leads to
     */
    private static @Nullable Outcome objection(
            RawRecord record, Event<? extends StudyEvent> event, boolean ordered) {
        var data = event.data();
        var uids = data.instance().uids();
        for (var uid :
                List.of(uids.studyInstanceUid(), uids.seriesInstanceUid(), uids.sopInstanceUid())) {
            if (!UID.matcher(uid).matches()) {
                return Outcome.IMPLAUSIBLE;
            }
        }
        return event.source().startsWith("/trucks/" + data.truck() + "/")
                        && (!ordered || isInPlace(record, data))
                ? null
                : Outcome.FOREIGN;
    }

    private static boolean isInPlace(RawRecord record, StudyEvent data) {
        return Arrays.equals(
                record.key(), data.studyInstanceUid().getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isLong(Triage triage) {
        var parts = triage.parts();
        return triage.inputs().size() > LONGEST_LIST
                || parts != null && parts.size() > LONGEST_LIST;
    }

    private static boolean isPossible(Triage triage) {
        var parts = triage.parts();
        return parts == null
                || parts.stream().allMatch(part -> Math.abs(part.points()) <= MOST_POINTS);
    }

    private static Outcome outcome(Change change) {
        return switch (change) {
            case TAKEN -> Outcome.TAKEN;
            case REPEAT -> Outcome.REPEAT;
            case BEYOND -> Outcome.BEYOND;
            case CONTRADICTS -> Outcome.CONTRADICTS;
        };
    }
}

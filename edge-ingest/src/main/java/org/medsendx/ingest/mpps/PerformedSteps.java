package org.medsendx.ingest.mpps;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Sha256;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.ingest.mpps.PerformedStep.State;
import org.medsendx.ingest.store.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The performed procedure steps that scanners tell of, a file each, on disk before a scanner hears
 * "success".
 *
 * <pre>
 * N-CREATE -> IN PROGRESS --N-SET--> IN PROGRESS
 *                         --N-SET--> COMPLETED | DISCONTINUED, which nothing changes any more
 * </pre>
 *
 * Thread safe.
 */
public final class PerformedSteps {

    private static final Logger LOG = LoggerFactory.getLogger(PerformedSteps.class);
    private static final int MOST = 20_000;

    /** Bytes of one step as its scanner told it. */
    static final int LARGEST = 1 << 20;

    /** Bytes of the data sets of all steps in memory. */
    static final int MOST_BYTES = 64 << 20;

    /** What N-CREATE alone may say (PS3.4, table F.7.2-1, N-SET "not allowed"). */
    private static final Set<Integer> ONLY_AT_FIRST =
            Set.of(
                    Tag.ScheduledStepAttributesSequence,
                    Tag.PatientName,
                    Tag.PatientID,
                    Tag.PatientBirthDate,
                    Tag.PatientSex,
                    Tag.PerformedProcedureStepID,
                    Tag.PerformedStationAETitle,
                    Tag.PerformedProcedureStepStartDate,
                    Tag.PerformedProcedureStepStartTime,
                    Tag.Modality,
                    Tag.StudyID);

    private static final List<Integer> NEEDED_AT_FIRST =
            List.of(
                    Tag.ScheduledStepAttributesSequence,
                    Tag.PerformedProcedureStepID,
                    Tag.PerformedStationAETitle,
                    Tag.PerformedProcedureStepStartDate,
                    Tag.PerformedProcedureStepStartTime,
                    Tag.Modality);

    private final PrivateFiles files;
    private final Duration keep;
    private final Clock clock;
    private final ConcurrentMap<String, Kept> steps = new ConcurrentHashMap<>();
    private long bytes;

    /** A step in memory, and about how many bytes its data set has. */
    private record Kept(PerformedStep step, int bytes) {
        static Kept of(PerformedStep step, StepLine line) throws IOException {
            var kept = step.kept();
            return new Kept(kept, step.isFinal() ? StepLine.of(kept).size() : line.size());
        }
    }

    private PerformedSteps(PrivateFiles files, Duration keep, Clock clock) {
        this.files = files;
        this.keep = keep;
        this.clock = clock;
    }

    /**
     * Opens what there is.
     *
     * @param keep how long a step stays after it was told of last
     * @throws IOException when the folder cannot be read
     */
    public static PerformedSteps open(Path folder, Duration keep, Clock clock) throws IOException {
        var opened = new PerformedSteps(PrivateFiles.open(folder), keep, clock);
        opened.files.read(
                content -> {
                    var line = EventCodec.JSON.readValue(content, StepLine.class);
                    opened.keep(Kept.of(line.step(), line));
                },
                fault -> LOG.error("a performed procedure step cannot be read: {}", fault));
        opened.expire();
        return opened;
    }

    /**
     * N-CREATE (PS3.4, F.7.2.1).
     *
     * @throws IOException the disk fails; there is no such step then
     */
    public synchronized PerformedStep create(String uid, DataSet attributes)
            throws StepRefusedException, IOException {
        try {
            Checks.uid(uid);
        } catch (IllegalArgumentException e) {
            throw new StepRefusedException(StepRefusal.NOT_A_UID);
        }
        if (steps.containsKey(uid)) {
            throw new StepRefusedException(StepRefusal.DUPLICATE);
        }
        if (steps.size() >= MOST) {
            throw new StepRefusedException(StepRefusal.FULL);
        }
        if (!attributes.contains(Tag.PerformedProcedureStepStatus)) {
            throw new StepRefusedException(StepRefusal.MISSING);
        }
        if (State.of(attributes.string(Tag.PerformedProcedureStepStatus)) != State.IN_PROGRESS) {
            throw new StepRefusedException(StepRefusal.BAD_VALUE);
        }
        for (int tag : NEEDED_AT_FIRST) {
            @Nullable Element element = attributes.get(tag);
            if (element == null) {
                throw new StepRefusedException(StepRefusal.MISSING);
            }
            if (element.isEmpty()) {
                throw new StepRefusedException(StepRefusal.NO_VALUE);
            }
        }
        return write(new PerformedStep(uid, attributes, State.IN_PROGRESS, clock.instant()));
    }

    /**
     * N-SET (PS3.4, F.7.2.2).
     *
     * @throws IOException the disk fails; the step is as it was
     */
    public synchronized PerformedStep set(String uid, DataSet changes)
            throws StepRefusedException, IOException {
        @Nullable PerformedStep step = get(uid);
        if (step == null) {
            throw new StepRefusedException(StepRefusal.NO_SUCH_INSTANCE);
        }
        if (step.isFinal()) {
            throw new StepRefusedException(StepRefusal.FINAL);
        }
        @Nullable State state = step.state();
        if (changes.contains(Tag.PerformedProcedureStepStatus)) {
            state = State.of(changes.string(Tag.PerformedProcedureStepStatus));
        }
        if (state == null) {
            throw new StepRefusedException(StepRefusal.BAD_VALUE);
        }
        var all = step.attributes().copy();
        for (Element change : changes.copy()) {
            if (ONLY_AT_FIRST.contains(change.tag())) {
                throw new StepRefusedException(StepRefusal.BAD_VALUE);
            }
            all.put(change);
        }
        if (state == State.COMPLETED) {
            complete(all);
        }
        return write(new PerformedStep(uid, all, state, clock.instant()));
    }

    // At its end it says when that was and what came of it (table F.7.2-1, final state).
    private static void complete(DataSet all) throws StepRefusedException {
        for (int tag :
                List.of(
                        Tag.PerformedProcedureStepEndDate,
                        Tag.PerformedProcedureStepEndTime,
                        Tag.PerformedSeriesSequence)) {
            @Nullable Element element = all.get(tag);
            if (element == null) {
                throw new StepRefusedException(StepRefusal.MISSING);
            }
            if (element.isEmpty()) {
                throw new StepRefusedException(StepRefusal.NO_VALUE);
            }
        }
    }

    private PerformedStep write(PerformedStep step) throws StepRefusedException, IOException {
        var line = StepLine.of(step);
        if (line.size() > LARGEST) {
            throw new StepRefusedException(StepRefusal.TOO_LARGE);
        }
        var kept = Kept.of(step, line);
        @Nullable Kept earlier = steps.get(step.uid());
        int more = kept.bytes() - (earlier == null ? 0 : earlier.bytes());
        if (more > 0 && bytes + more > MOST_BYTES) {
            throw new StepRefusedException(StepRefusal.FULL);
        }
        files.write(name(step), EventCodec.JSON.writeValueAsBytes(line));
        keep(kept);
        return kept.step();
    }

    private void keep(Kept kept) {
        @Nullable Kept earlier = steps.put(kept.step().uid(), kept);
        bytes += kept.bytes() - (earlier == null ? 0 : earlier.bytes());
    }

    // An original UID is in no file name.
    private static String name(PerformedStep step) {
        return Sha256.of(step.uid()).substring(0, 32);
    }

    /** The step with this UID, or null. */
    public @Nullable PerformedStep get(String uid) {
        @Nullable Kept kept = steps.get(uid);
        return kept == null ? null : kept.step();
    }

    /** All steps, those that were told of last at the end. */
    public List<PerformedStep> all() {
        return steps.values().stream()
                .map(Kept::step)
                .sorted(
                        Comparator.comparing(PerformedStep::changedAt)
                                .thenComparing(PerformedStep::uid))
                .toList();
    }

    public int size() {
        return steps.size();
    }

    /** Forgets what was told long ago. @return how many */
    public synchronized int expire() throws IOException {
        var before = clock.instant().minus(keep);
        var old =
                steps.values().stream()
                        .filter(kept -> kept.step().changedAt().isBefore(before))
                        .toList();
        files.delete(old.stream().map(kept -> name(kept.step())).toList());
        for (var kept : old) {
            steps.remove(kept.step().uid());
            bytes -= kept.bytes();
        }
        return old.size();
    }
}

package org.medsendx.anonymizer.border;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.medsendx.anonymizer.ledger.Ledger;
import org.medsendx.anonymizer.ledger.LedgerEntry;
import org.medsendx.anonymizer.ledger.ReleasedInstance;
import org.medsendx.anonymizer.reidentify.PatientTable;
import org.medsendx.audit.AuditEvent;
import org.medsendx.audit.AuditLog;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.CleanFile;
import org.medsendx.contracts.deidentified.CleanInstance;
import org.medsendx.contracts.deidentified.InstanceUids;
import org.medsendx.contracts.deidentified.ObjectKey;
import org.medsendx.contracts.deidentified.VerifiedCopy;
import org.medsendx.contracts.identified.InstanceReceived;
import org.medsendx.contracts.identified.InstanceWithheld;
import org.medsendx.deidentification.release.Release;
import org.medsendx.deidentification.release.Releaser;
import org.medsendx.deidentification.release.Reports;
import org.medsendx.deidentification.rules.Reason;

/**
 * Decides about received instances, each once: released over the border, or withheld. Thread safe.
 */
public final class Border {

    private static final String UNKNOWN_SCANNER = "unknown";
    private static final int STRIPES = 64;

    private final Rules truck;
    private final Map<String, Rules> chosen;
    private final CleanFiles files;
    private final Ledger ledger;
    private final Records records;
    private final Clock clock;
    private final Object[] locks = new Object[STRIPES];
    private final LongAdder undated = new LongAdder();

    /**
     * How copies are made, and what is said of them.
     *
     * @param profile its name
     * @param reports makes the verification reports
     */
    public record Rules(String profile, Releaser releaser, Reports reports) {}

    /**
     * What is written down about each decision, beside the ledger.
     *
     * @param patients remembers whom pseudonyms stand for
     * @param audit who did what and when
     */
    public record Records(PatientTable patients, AuditLog audit) {}

    /**
     * @param truck the rules of the truck
     * @param chosen others, by the name under which a person may choose them for an instance
     */
    public Border(
            Rules truck,
            Map<String, Rules> chosen,
            CleanFiles files,
            Ledger ledger,
            Records records,
            Clock clock) {
        this.truck = truck;
        this.chosen = Map.copyOf(chosen);
        this.files = files;
        this.ledger = ledger;
        this.records = records;
        this.clock = clock;
        for (int i = 0; i < STRIPES; i++) {
            locks[i] = new Object();
        }
    }

    /**
     * The decision about an instance; made now, or read from the ledger. When this returns, the
     * decision and the clean file are on disk.
     *
     * @throws IOException when the disk fails; to be called again
     */
    public LedgerEntry decide(InstanceReceived received) throws IOException {
        return decide(received, null);
    }

    /**
     * As {@link #decide(InstanceReceived)}, keeping the trace context of the work with the
     * decision.
     *
     * @param traceparent W3C trace context, or null
     */
    public LedgerEntry decide(InstanceReceived received, @Nullable String traceparent)
            throws IOException {
        return decide(received, traceparent, step -> {});
    }

    /** What is done of a decision, in this order. */
    public enum Step {
        /** The copy was made and the gate has looked at it, or there is none. */
        VERIFIED,
        /** The report is signed. */
        REPORTED,
        /** Whom the pseudonym stands for and the clean file are on disk, or what was withheld. */
        KEPT,
        /** The audit line is on disk. */
        AUDITED,
        /** The decision is on disk. */
        DECIDED
    }

    /**
     * As {@link #decide(InstanceReceived, String)}, saying how far it is.
     *
     * @param steps is told of each step; of none when it was decided before
     */
    public LedgerEntry decide(
            InstanceReceived received, @Nullable String traceparent, Consumer<Step> steps)
            throws IOException {
        // A repeated message must not decide twice at once.
        synchronized (locks[Math.floorMod(received.objectId().hashCode(), STRIPES)]) {
            LedgerEntry earlier = ledger.entry(received.objectId());
            if (earlier != null) {
                return earlier;
            }
            Path work = files.work(received.objectId());
            String name = received.profile();
            Rules wanted = name == null ? truck : chosen.get(name);
            // What is said of an instance that no rules could be found for, the truck's say.
            Rules rules = wanted == null ? truck : wanted;
            Release release =
                    wanted == null
                            ? Release.unknownProfile()
                            : release(received, work, wanted.releaser());
            steps.accept(Step.VERIFIED);
            String keyId = release.evidence().keyId();
            if (keyId == null) {
                keyId = rules.releaser().activeKeyId();
            }
            byte[] report =
                    rules.reports().of(received.objectId(), received.truck(), keyId, release);
            steps.accept(Step.REPORTED);
            LedgerEntry.Decision decision =
                    switch (release) {
                        case Release.Withheld withheld -> withheld(received, withheld, report);
                        case Release.Released released ->
                                released(
                                        received,
                                        released.copy(),
                                        work,
                                        report,
                                        rules.releaser(),
                                        traceparent);
                    };
            var entry =
                    new LedgerEntry(
                            received.objectId(),
                            received.truck(),
                            clock.instant(),
                            keyId,
                            rules.profile(),
                            decision);
            steps.accept(Step.KEPT);
            audit(entry);
            steps.accept(Step.AUDITED);
            ledger.add(entry);
            steps.accept(Step.DECIDED);
            if (undated(release)) {
                undated.increment();
            }
            return entry;
        }
    }

    /** Takes what was received, if it still is what was received. */
    private Release release(InstanceReceived received, Path work, Releaser releaser)
            throws IOException {
        Path original = files.original(received.file());
        String sha256;
        try {
            sha256 = Sha256.of(original);
        } catch (NoSuchFileException e) {
            return Release.originalMissing();
        }
        if (!sha256.equals(received.sha256())) {
            return Release.originalChanged();
        }
        return ledger.released(sha256)
                ? Release.already()
                : releaser.release(original, sha256, received.truck(), work);
    }

    /**
     * How many instances were released since the start without a study date or a day of acquisition
     * that could be believed; each is counted once, however often it is told.
     */
    public long undated() {
        return undated.sum();
    }

    private static boolean undated(Release release) {
        return release instanceof Release.Released released
                && (released.copy().shiftedDate().equals("undated")
                        || released.copy().acquisitionDay() == null);
    }

    private void audit(LedgerEntry entry) throws IOException {
        var objects = new ArrayList<AuditEvent.ObjectOf>();
        objects.add(new AuditEvent.ObjectOf("instance", entry.objectId().toString()));
        objects.add(new AuditEvent.ObjectOf("key", entry.keyId()));
        records.audit()
                .add(
                        switch (entry.decision()) {
                            case LedgerEntry.Decision.Released released ->
                                    AuditEvent.ofService(
                                            AuditEvent.Kind.RELEASED,
                                            AuditEvent.Outcome.SUCCESS,
                                            objects,
                                            null);
                            case LedgerEntry.Decision.Withheld withheld ->
                                    AuditEvent.ofService(
                                            AuditEvent.Kind.WITHHELD,
                                            AuditEvent.Outcome.MINOR_FAILURE,
                                            objects,
                                            withheld.reasons().getFirst().rule());
                        });
    }

    private LedgerEntry.Decision withheld(
            InstanceReceived received, Release.Withheld withheld, byte[] report)
            throws IOException {
        files.keepWithheldReport(received.objectId(), report);
        return new LedgerEntry.Decision.Withheld(
                withheld.reasons().stream().map(Border::reason).toList());
    }

    private static InstanceWithheld.Reason reason(Reason reason) {
        Integer tag = reason.tag();
        return new InstanceWithheld.Reason(
                reason.rule(), tag == null ? null : "%08x".formatted(tag));
    }

    private LedgerEntry.Decision released(
            InstanceReceived received,
            Release.Copy copy,
            Path work,
            byte[] report,
            Releaser releaser,
            @Nullable String traceparent)
            throws IOException {
        records.patients()
                .put(
                        copy.pseudonyms().patient(),
                        copy.uids().studyInstanceUid(),
                        copy.pseudonyms().accession(),
                        copy.identity());
        var reportFile =
                new CleanFile(
                        files.keepReport(received.objectId(), report),
                        Sha256.of(report),
                        report.length);
        byte[] picture = releaser.picture(files.original(received.file()), work, copy);
        if (picture != null) {
            files.keepPicture(received.objectId(), picture);
        }
        String file = files.keep(received.objectId(), work);
        LocalDate day = copy.acquisitionDay();
        InstanceUids uids = copy.uids();
        var verified =
                new VerifiedCopy(
                        new CleanInstance(received.objectId(), received.truck(), uids),
                        scanner(received, copy),
                        copy.sopClass(),
                        copy.modality(),
                        new CleanFile(file, copy.sha256(), copy.bytes()),
                        ObjectKey.of(received.truck(), copy.shiftedDate(), uids),
                        reportFile);
        var instance =
                new ReleasedInstance(
                        verified,
                        copy.featureId(),
                        day == null
                                ? LocalDate.ofInstant(received.receivedAt(), ZoneOffset.UTC)
                                : day,
                        traceparent,
                        copy.examKey(),
                        copy.examKeyId());
        return new LedgerEntry.Decision.Released(
                instance, copy.transferSyntax(), received.priority());
    }

    private static String scanner(InstanceReceived received, Release.Copy copy) {
        if (received.scanner() != null) {
            return received.scanner();
        }
        return copy.device() == null ? UNKNOWN_SCANNER : copy.device();
    }
}

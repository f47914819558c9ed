package org.medsendx.uplink.dimse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.net.CommitmentRequest.Instance;
import org.medsendx.journal.Journal;
import org.medsendx.uplink.upload.JobId;
import org.medsendx.uplink.upload.StoreRefused;
import org.medsendx.uplink.upload.StoreUnavailable;
import org.medsendx.uplink.upload.UploadJob;

/**
 * What was sent to a node and waits for its commitment, in a journal. When a method returns, what
 * it recorded survives a power cut.
 *
 * <pre>
 *   await -> sent -> (committed, event in the outbox) gone
 *             |  ^
 *             v  | sent again
 *            failed -> (the second time) refused until somebody asks for another try
 * </pre>
 *
 * <p>Thread safe.
 */
public final class Commitments implements AutoCloseable {

    /** An instance that the node did not keep is sent again so often without a person. */
    private static final int SENT_AGAIN = 1;

    private final Journal journal;
    private final int slack;

    // All below under this monitor.
    private final Map<JobId, Awaiting> awaiting = new LinkedHashMap<>();

    /** One instance. */
    private static final class Awaiting {
        final UploadJob job;
        final Instance instance;
        int failures;
        int reason;
        boolean sent = true;

        Awaiting(UploadJob job, Instance instance) {
            this.job = job;
            this.instance = instance;
        }
    }

    /** An instance that waits for the node's word. */
    public record Sent(UploadJob job, Instance instance) {}

    private Commitments(Journal journal, int slack) {
        this.journal = journal;
        this.slack = slack;
    }

    /** Opens or creates the journal in a folder. */
    public static Commitments open(Path folder) throws IOException {
        return open(folder, 5_000);
    }

    /**
     * @param slack how many records the journal may hold beyond three times what waits
     */
    static Commitments open(Path folder, int slack) throws IOException {
        var commitments = new Commitments(Journal.open(folder), slack);
        try {
            commitments.journal.replay(
                    0, (record, _) -> commitments.apply(AwaitingRecord.read(record)));
            return commitments;
        } catch (IOException | RuntimeException e) {
            commitments.journal.close();
            throw e;
        }
    }

    private void apply(AwaitingRecord record) {
        switch (record) {
            case AwaitingRecord.Sent(UploadJob job, String sopClass, String sopInstance) -> {
                var again = new Awaiting(job, new Instance(sopClass, sopInstance));
                var before = awaiting.put(job.id(), again);
                again.failures = before == null ? 0 : before.failures;
                again.reason = before == null ? 0 : before.reason;
            }
            case AwaitingRecord.Failed(String id, int failures, int reason) -> {
                var failed = awaiting.get(JobId.parse(id));
                if (failed != null) {
                    failed.failures = failures;
                    failed.reason = reason;
                    failed.sent = false;
                }
            }
            case AwaitingRecord.Settled(String id) -> awaiting.remove(JobId.parse(id));
        }
    }

    private synchronized void record(AwaitingRecord record) throws IOException {
        journal.append(record.bytes());
        apply(record);
        if (journal.size() - journal.first() > 3L * awaiting.size() + slack) {
            journal.compact(live());
        }
    }

    private List<byte[]> live() {
        var records = new ArrayList<byte[]>();
        awaiting.forEach((id, one) -> {
            records.add(
                    new AwaitingRecord.Sent(
                                    one.job,
                                    one.instance.sopClassUid(),
                                    one.instance.sopInstanceUid())
                            .bytes());
            if (one.failures > 0) {
                records.add(
                        new AwaitingRecord.Failed(id.toString(), one.failures, one.reason).bytes());
                if (one.sent) {
                    records.add(
                            new AwaitingRecord.Sent(
                                            one.job,
                                            one.instance.sopClassUid(),
                                            one.instance.sopInstanceUid())
                                    .bytes());
                }
            }
        });
        return records;
    }

    /**
     * An instance was sent.
     *
     * @throws StoreUnavailable {@code local-disk}: it is not written down, and is sent again
     */
    void await(UploadJob job, Instance instance) throws StoreUnavailable {
        try {
            record(new AwaitingRecord.Sent(job, instance.sopClassUid(), instance.sopInstanceUid()));
        } catch (IOException e) {
            throw new StoreUnavailable("local-disk");
        }
    }

    /**
     * Refuses, once, an instance that was sent again and not kept again: a third time would be the
     * same and costs the link. Whoever tries what is parked again gets another try.
     *
     * @throws StoreRefused {@code commitment-0112} and the like, with the node's reason
     */
    void checkRefused(UploadJob job) throws StoreRefused, StoreUnavailable {
        int reason;
        synchronized (this) {
            var one = awaiting.get(job.id());
            if (one == null || one.sent || one.failures <= SENT_AGAIN) {
                return;
            }
            reason = one.reason;
        }
        try {
            record(new AwaitingRecord.Failed(job.id().toString(), SENT_AGAIN, reason));
        } catch (IOException e) {
            throw new StoreUnavailable("local-disk");
        }
        throw new StoreRefused(String.format(Locale.ROOT, "commitment-%04x", reason));
    }

    /** Whether it was sent and the node has not said anything of it. */
    public synchronized boolean awaits(UploadJob job) {
        var one = awaiting.get(job.id());
        return one != null && one.sent;
    }

    /** What was sent and waits, in the order it was sent. */
    public synchronized List<Sent> sent() {
        return awaiting.values().stream()
                .filter(one -> one.sent)
                .map(one -> new Sent(one.job, one.instance))
                .toList();
    }

    /** What was not kept and is to be sent again: after a restart the queue may not know of it. */
    public synchronized List<UploadJob> toBeSentAgain() {
        return awaiting.values().stream().filter(one -> !one.sent).map(one -> one.job).toList();
    }

    /** How many were sent and wait. */
    public synchronized int size() {
        return (int) awaiting.values().stream().filter(one -> one.sent).count();
    }

    /** The node has committed itself, and everybody was told. */
    void settled(UploadJob job) throws IOException {
        record(new AwaitingRecord.Settled(job.id().toString()));
    }

    /** The node did not keep it. */
    void failed(UploadJob job, int reason) throws IOException {
        int failures;
        synchronized (this) {
            @Nullable Awaiting one = awaiting.get(job.id());
            if (one == null || !one.sent) {
                return;
            }
            failures = one.failures + 1;
        }
        record(new AwaitingRecord.Failed(job.id().toString(), failures, reason));
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}

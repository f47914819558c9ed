package org.medsendx.ingest.archive;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.medsendx.dicom.net.CommitmentReport;
import org.medsendx.dicom.net.CommitmentRequest;
import org.medsendx.dicom.net.CommitmentRequest.Instance;
import org.medsendx.dicom.net.StorageCommitment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the archive to commit itself to what it took, and takes its reports (PS3.4, J). A report may
 * come on any thread.
 */
final class Commitments {

    private static final Logger LOG = LoggerFactory.getLogger(Commitments.class);

    private final ArchiveBook book;
    private final ArchiveOptions options;
    private final Outcomes outcomes;
    private final InstantSource clock;

    Commitments(ArchiveBook book, ArchiveOptions options, Outcomes outcomes, InstantSource clock) {
        this.book = book;
        this.options = options;
        this.outcomes = outcomes;
        this.clock = clock;
    }

    /**
     * Asks about what was sent and is due.
     *
     * @param goesOn whether it is still to be asked
     */
    void ask(BooleanSupplier goesOn) throws IOException, HeldUp {
        var due = book.toAsk(clock.instant(), options.again(), options.batch());
        while (!due.isEmpty() && goesOn.getAsBoolean()) {
            // An input that was taken twice, by a person's word, is one instance.
            var named = new LinkedHashSet<Instance>();
            due.forEach(one -> named.add(one.instance()));
            var request = CommitmentRequest.of(List.copyOf(named));
            book.asked(request.transactionUid(), clock.instant(), due);
            Optional<CommitmentReport> report;
            try {
                report =
                        StorageCommitment.request(
                                options.peer().get(), request, options.patience());
            } catch (IOException e) {
                throw new HeldUp(ArchiveNode.fault(e));
            }
            if (report.isPresent()) {
                take(report.get());
            }
            due = book.toAsk(clock.instant(), options.again(), options.batch());
        }
    }

    /** As {@link Archive#reported}. */
    boolean reported(String callingAeTitle, CommitmentReport report) throws IOException {
        if (!callingAeTitle.strip().equals(options.name())) {
            LOG.warn("a report of storage commitment from another than the archive is not taken");
            return false;
        }
        return take(report);
    }

    private synchronized boolean take(CommitmentReport report) throws IOException {
        var waiting = book.waiting(report.transactionUid());
        if (waiting == null) {
            return false;
        }
        Map<Instance, List<ArchiveBook.Sent>> asked = new HashMap<>();
        for (var one : waiting) {
            asked.computeIfAbsent(one.instance(), _ -> new ArrayList<>()).add(one);
        }
        int others = 0;
        // What is said to have failed has, whatever else is said of it.
        var failed = new HashSet<Instance>();
        for (var failure : report.failed()) {
            if (failed.add(failure.instance())) {
                var ours = asked.getOrDefault(failure.instance(), List.of());
                others += ours.isEmpty() ? 1 : 0;
                for (var one : ours) {
                    outcomes.refused(one.item(), Why.notCommitted(failure.reason()), true);
                }
            }
        }
        var done = new HashSet<Instance>();
        for (var instance : report.committed()) {
            if (!failed.contains(instance) && done.add(instance)) {
                var ours = asked.getOrDefault(instance, List.of());
                others += ours.isEmpty() ? 1 : 0;
                for (var one : ours) {
                    outcomes.committed(one);
                }
            }
        }
        if (others > 0) {
            // Settled by an earlier report, or never asked about: either changes nothing.
            LOG.info("a report names {} instances that wait for nothing", others);
        }
        return true;
    }
}

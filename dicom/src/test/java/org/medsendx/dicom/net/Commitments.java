package org.medsendx.dicom.net;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Keeps what it is asked and told about storage commitment, and answers as the test says. */
final class Commitments implements CommitmentHandler {

    final List<CommitmentRequest> requests = new CopyOnWriteArrayList<>();
    final List<CommitmentReport> reports = new CopyOnWriteArrayList<>();
    final List<CommitmentReport> notTaken = new CopyOnWriteArrayList<>();
    final List<String> callers = new CopyOnWriteArrayList<>();
    volatile Function<CommitmentRequest, Optional<CommitmentReport>> answer =
            request -> Optional.empty();
    volatile boolean failing;

    /** The report that all of it is kept. */
    static Optional<CommitmentReport> all(CommitmentRequest request) {
        return Optional.of(
                new CommitmentReport(request.transactionUid(), request.instances(), List.of()));
    }

    @Override
    public Optional<CommitmentReport> requested(String caller, CommitmentRequest request)
            throws IOException {
        if (failing) {
            throw new IOException("secret");
        }
        callers.add(caller);
        requests.add(request);
        return answer.apply(request);
    }

    @Override
    public void reported(String caller, CommitmentReport report) {
        if (failing) {
            throw new IllegalStateException("secret");
        }
        callers.add(caller);
        reports.add(report);
    }

    @Override
    public void notTaken(String caller, CommitmentReport report) {
        notTaken.add(report);
    }
}

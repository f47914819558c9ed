package org.medsendx.uplink.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.medsendx.uplink.reconcile.Reconciliation;
import org.medsendx.uplink.reconcile.Reconciliation.Difference;

/** Passes on what is found, and says from time to time how far it is; one thread at a time. */
final class Progress implements Reconciliation.Listener {

    private final Report report;
    private final PrintWriter err;
    private final long every;
    private long said = System.nanoTime();

    /**
     * @param err where it is said how far it is
     */
    Progress(Report report, PrintWriter err, Duration every) {
        this.report = report;
        this.err = err;
        this.every = every.toNanos();
    }

    @Override
    public void differs(Difference what, String key) throws IOException {
        report.differs(what, key);
    }

    @Override
    public void compared(long objects, long of) {
        long now = System.nanoTime();
        if (now - said >= every) {
            said = now;
            err.println(String.format(Locale.ROOT, "%,d of %,d compared", objects, of));
            err.flush();
        }
    }
}

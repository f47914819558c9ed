package org.medsendx.uplink.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.medsendx.uplink.reconcile.Reconciliation.Difference;
import org.medsendx.uplink.reconcile.Reconciliation.Outcome;

/** A line for each difference, and what was compared. */
final class TextReport implements Report {

    private final PrintWriter out;
    private final String truck;
    private final String bucket;

    TextReport(PrintWriter out, String truck, String bucket) {
        this.out = out;
        this.truck = truck;
        this.bucket = bucket;
    }

    /** How a difference is spelt. */
    static String code(Difference what) {
        return what.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public void differs(Difference what, String key) {
        out.println(code(what) + " " + key);
    }

    @Override
    public void end(Outcome outcome) {
        line("ledger of %s: %,d objects, %s", truck, outcome.ledger(), known(outcome));
        line("bucket %s: %,d objects below %s/", bucket, outcome.listed(), truck);
        line(
                "equal %,d: %,d by the store's checksum, %,d read back, %,d only by what the uplink"
                        + " noted beside them%s",
                outcome.equal(),
                outcome.byChecksum(),
                outcome.byReading(),
                outcome.byMetadata(),
                outcome.byMetadata() > 0 ? " (--read reads them)" : "");
        line(
                "different %,d, missing %,d, extra %,d",
                outcome.different(), outcome.missing(), outcome.extra());
        if (outcome.recent() > 0) {
            line("not judged, written in the last minutes: %,d", outcome.recent());
        }
        if (outcome.older() > 0) {
            line("not judged, older than the ledger: %,d", outcome.older());
        }
    }

    private static String known(Outcome outcome) {
        return outcome.from() == null
                ? "whole from its beginning"
                : "what came before " + outcome.from() + " it has forgotten";
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }

    @Override
    public void close() {
        out.flush();
    }
}

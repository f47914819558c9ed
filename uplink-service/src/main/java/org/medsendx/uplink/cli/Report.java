package org.medsendx.uplink.cli;

import java.io.IOException;
import org.medsendx.uplink.reconcile.Reconciliation.Difference;
import org.medsendx.uplink.reconcile.Reconciliation.Outcome;

/** Writes what is found, as it is found. */
interface Report extends AutoCloseable {

    void differs(Difference what, String key) throws IOException;

    void end(Outcome outcome) throws IOException;

    @Override
    void close() throws IOException;
}

package org.medsendx.ingest.intake;

import org.jspecify.annotations.Nullable;
import org.medsendx.ingest.ledger.IntakeLedger;
import org.medsendx.ingest.store.IdentifiedStore;

/** The intake as it runs, for pages and probes, which do not know how it is put together. */
public interface RunningIntake {

    /** Our AE title. */
    String aeTitle();

    /** The port C-STORE listens on without TLS; null when it is not opened. */
    @Nullable Integer dicomPort();

    /** The port C-STORE listens on with TLS; null when it is not opened. */
    @Nullable Integer dicomTlsPort();

    /** Whether new associations are being accepted, on every port there is. */
    boolean listening();

    /** Whether the volume could be opened; until then scanners are refused with 0xA700. */
    boolean isOpen();

    /**
     * The volume. While it could not be opened this throws what HTTP answers with 503, as {@link
     * #ledger} does.
     */
    IdentifiedStore store();

    /** What was decided so far. */
    IntakeLedger ledger();
}

package org.medsendx.uplink.upload;

import org.medsendx.contracts.Checks;

/**
 * The store could not be reached, did not answer, or refuses everybody: all objects wait. The code
 * names the fault and never holds a key or a message of the store.
 */
public sealed class StoreUnavailable extends Exception permits BrokenOff, GaveWay {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final boolean attempted;

    public StoreUnavailable(String code) {
        this(code, true);
    }

    StoreUnavailable(String code, boolean attempted) {
        super("unavailable: " + code);
        this.code = Checks.reason(code);
        this.attempted = attempted;
    }

    /** No attempt was made, because those before it failed: this one counts as none. */
    public static StoreUnavailable notAttempted(String code) {
        return new StoreUnavailable(code, false);
    }

    /** Whether the store was asked at all. */
    public boolean attempted() {
        return attempted;
    }

    /** What happened, such as {@code stalled} or {@code s3-503}. */
    public String code() {
        return code;
    }
}

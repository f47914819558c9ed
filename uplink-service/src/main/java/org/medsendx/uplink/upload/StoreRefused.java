package org.medsendx.uplink.upload;

import org.medsendx.contracts.Checks;

/**
 * This object cannot be stored as it is, and trying it again as it is cannot help: it is parked,
 * and the others go on. The code names the fault and never holds a key or a message of the store.
 */
public final class StoreRefused extends Exception {

    private static final long serialVersionUID = 1L;

    /** The key holds other content. */
    public static final String KEY_CONFLICT = "key-conflict";

    private final String code;

    public StoreRefused(String code) {
        super("refused: " + code);
        this.code = Checks.reason(code);
    }

    /** Why, such as {@code key-conflict}. */
    public String code() {
        return code;
    }
}

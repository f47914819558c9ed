package org.medsendx.ingest.stow;

/** A request is refused as a whole; nothing of it is left. */
public final class StowRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final StowRefusal refusal;

    public StowRefusedException(StowRefusal refusal) {
        super(refusal.code());
        this.refusal = refusal;
    }

    /** Why. */
    public StowRefusal refusal() {
        return refusal;
    }
}

package org.medsendx.ingest.mpps;

/** A performed procedure step is not made or changed; what there was is as it was. */
public final class StepRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final StepRefusal refusal;

    StepRefusedException(StepRefusal refusal) {
        super(refusal.comment());
        this.refusal = refusal;
    }

    public StepRefusal refusal() {
        return refusal;
    }
}

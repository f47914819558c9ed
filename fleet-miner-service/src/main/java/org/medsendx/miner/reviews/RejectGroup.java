package org.medsendx.miner.reviews;

import org.medsendx.contracts.deidentified.RejectReason;

/** Reasons of a rejection that have one class of cause. */
public enum RejectGroup {
    EXPOSURE,
    DEFECT,
    POSITIONING,
    MOTION,
    PREPARATION,
    IDENTIFICATION,
    PROTOCOL,
    OTHER;

    /** The group of a reason. */
    public static RejectGroup of(RejectReason reason) {
        return switch (reason) {
            case UNDEREXPOSED, OVEREXPOSED -> EXPOSURE;
            case ARTEFACT, EQUIPMENT -> DEFECT;
            case POSITIONING, CUT_OFF -> POSITIONING;
            case MOTION -> MOTION;
            case FOREIGN_OBJECT -> PREPARATION;
            case WRONG_MARKER, WRONG_PATIENT -> IDENTIFICATION;
            case WRONG_VIEW -> PROTOCOL;
            case OTHER -> OTHER;
        };
    }
}

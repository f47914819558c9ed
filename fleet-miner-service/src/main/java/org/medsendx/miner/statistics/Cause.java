package org.medsendx.miner.statistics;

/** The class of cause that a finding points to. */
public enum Cause {
    GAIN,
    OFFSET,
    NOISE,
    SHARPNESS,
    UNIFORMITY,
    DEFECT,
    EXPOSURE,
    PROTOCOL,
    // What people reject images for, beside the causes above.
    POSITIONING,
    MOTION,
    PREPARATION,
    IDENTIFICATION,
    HANDLING
}

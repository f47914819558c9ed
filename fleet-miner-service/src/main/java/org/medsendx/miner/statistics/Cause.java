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
    PROTOCOL
}

package org.medsendx.segmenter.assess;

/** Requested Procedure Priority (0040,1003). Image headers do not carry it; an order does. */
public enum OrderPriority {
    STAT,
    HIGH,
    ROUTINE,
    MEDIUM,
    LOW
}

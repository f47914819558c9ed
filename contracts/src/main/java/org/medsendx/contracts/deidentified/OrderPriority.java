package org.medsendx.contracts.deidentified;

/**
 * How urgent an order is: Requested Procedure Priority (0040,1003). Image headers do not carry it;
 * an order does. Of an order nothing else passes the border.
 */
public enum OrderPriority {
    STAT,
    HIGH,
    ROUTINE,
    MEDIUM,
    LOW
}

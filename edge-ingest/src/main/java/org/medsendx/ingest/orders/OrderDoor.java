package org.medsendx.ingest.orders;

/** The orders of a running service; not there until its volume is. */
public interface OrderDoor {

    OrderBook orders();

    /** Hears of an import. */
    void imported(OrderImport.Report report);
}

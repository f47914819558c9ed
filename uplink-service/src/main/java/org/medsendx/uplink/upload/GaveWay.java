package org.medsendx.uplink.upload;

/**
 * An upload in parts stopped between two of them, because something more urgent waits or nothing
 * but the urgent may go now. No failure: what arrived stays, and the rest follows in its turn.
 */
public final class GaveWay extends StoreUnavailable {

    private static final long serialVersionUID = 1L;

    public GaveWay() {
        super("gave-way", false);
    }
}

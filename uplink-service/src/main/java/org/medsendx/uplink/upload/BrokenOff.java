package org.medsendx.uplink.upload;

/**
 * An attempt failed after some parts of the object had arrived, which are not sent again: the link
 * carries, in pieces. Waits begin small again, and it is no sign that the store is away.
 */
public final class BrokenOff extends StoreUnavailable {

    private static final long serialVersionUID = 1L;

    public BrokenOff(String code) {
        super(code, true);
    }
}

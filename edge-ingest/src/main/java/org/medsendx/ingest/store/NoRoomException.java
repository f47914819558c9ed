package org.medsendx.ingest.store;

import java.io.IOException;

/** A budget is used up: its sender has to keep an input, and may send it again. */
public final class NoRoomException extends IOException {

    private static final long serialVersionUID = 1L;

    public NoRoomException() {
        super("the budget is used up");
    }
}

package org.medsendx.outbox.work;

import java.util.Locale;

/** What one part of a service's work is doing. */
public enum WorkState {
    /** It does its work, or has none to do. */
    WORKING(true, true),

    /** It waits for something remote that is away; nothing here is wrong. */
    WAITING(true, true),

    /** A local fault holds it, such as a full disk; it tries again and goes on by itself. */
    HELD(false, true),

    /** The broker answers and gives it nothing: no partition, perhaps no topic. */
    UNASSIGNED(false, true),

    /** It has ended and does not come back without a restart. */
    STOPPED(false, false);

    private final boolean ready;
    private final boolean live;

    WorkState(boolean ready, boolean live) {
        this.ready = ready;
        this.live = live;
    }

    /** Whether a service with this part is ready. */
    public boolean ready() {
        return ready;
    }

    /** Whether a service with this part may stay as it is; otherwise a restart helps. */
    public boolean live() {
        return live;
    }

    /** As health answers spell it, such as {@code unassigned}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}

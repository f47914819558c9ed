package org.medsendx.ingest.device;

import java.util.Locale;

/** What is done with what a device sends. */
public enum Policy {
    /** It is taken. */
    ACCEPT,
    /** It is kept for a person to look at, and goes nowhere. */
    QUARANTINE,
    /** It may not send. */
    REFUSE;

    /** As a file writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

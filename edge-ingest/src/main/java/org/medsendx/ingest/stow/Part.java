package org.medsendx.ingest.stow;

import org.medsendx.ingest.store.Incoming;

/** What a request brought of one instance. */
sealed interface Part {

    /** It is on disk, and to be decided about. */
    record OnDisk(Incoming.Sealed stored) implements Part {}

    /** The disk did not take it. */
    record Unwritten() implements Part {}

    /** It cannot be an instance. */
    record Unfit(Outcome why) implements Part {}
}

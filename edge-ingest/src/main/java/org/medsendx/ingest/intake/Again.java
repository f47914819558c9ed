package org.medsendx.ingest.intake;

import org.medsendx.ingest.ledger.IntakeEntry;

/** What came of taking an input once more. */
public sealed interface Again {

    /** It was decided about, as another object; the file of before is where it was. */
    record Decided(IntakeEntry entry) implements Again {}

    /**
     * It still cannot be taken; nothing was changed.
     *
     * @param reason a code
     */
    record StillUnfit(String reason) implements Again {}

    /** Its file is not there. */
    record Gone() implements Again {}
}

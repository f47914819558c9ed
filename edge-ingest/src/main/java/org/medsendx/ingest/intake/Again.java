package org.medsendx.ingest.intake;

import java.util.UUID;

/** What came of taking an input once more. */
public sealed interface Again {

    /**
     * It was decided about; the file of before is where it was.
     *
     * @param next the object that it goes on as, or that waits in quarantine
     */
    record Decided(UUID next) implements Again {}

    /**
     * It still cannot be taken; nothing was changed.
     *
     * @param reason a code
     */
    record StillUnfit(String reason) implements Again {}

    /** Its file is not there. */
    record Gone() implements Again {}
}

package org.medsendx.ingest.device;

import java.util.Set;
import org.medsendx.ingest.source.Sender;

/** How somebody who wants to send stands. */
public sealed interface Judgement {

    /**
     * It may.
     *
     * @param known whether it is a device that is expected
     * @param quarantined whether what it sends is kept for a person to look at
     * @param modalities what it sends; empty for anything
     * @param queries whether it may ask for what the truck holds; only one that is known
     */
    record Admitted(
            Sender sender,
            boolean known,
            boolean quarantined,
            Set<String> modalities,
            Device.Limits limits,
            boolean queries)
            implements Judgement {}

    /** It may not. */
    record Refused(RefusalReason reason) implements Judgement {}
}

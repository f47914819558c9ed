package org.medsendx.outbox;

import java.time.Instant;
import java.util.UUID;
import org.medsendx.contracts.identified.InstanceReceived;
import org.medsendx.contracts.identified.Intake;

/** Events for tests. */
public final class Events {

    public static final String DIGEST = "a".repeat(64);

    private Events() {}

    public static InstanceReceived received(String truck) {
        var id = UUID.randomUUID();
        return new InstanceReceived(
                id,
                truck,
                "CT-1",
                Intake.C_STORE,
                "objects/" + id + ".dcm",
                DIGEST,
                512,
                "1.2.840.10008.5.1.4.1.1.2",
                "1.2.840.10008.1.2.1",
                Instant.parse("2026-01-02T03:04:05Z"));
    }
}

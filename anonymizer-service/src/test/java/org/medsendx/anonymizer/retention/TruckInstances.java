package org.medsendx.anonymizer.retention;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.UUID;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.deidentified.InstanceDeidentified;

/** Events of released instances, for tests. */
final class TruckInstances {

    private static final ObjectNode SAMPLE = sample();

    private TruckInstances() {}

    private static ObjectNode sample() {
        try (InputStream in =
                TruckInstances.class.getResourceAsStream(
                        "/samples/instances.deidentified.v1/ct.json")) {
            return (ObjectNode) EventCodec.JSON.readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An instance that was released. */
    static InstanceDeidentified released(UUID id, String sha256) {
        var json = SAMPLE.deepCopy().put("objectId", id.toString()).put("sha256", sha256);
        try {
            return EventCodec.JSON.treeToValue(json, InstanceDeidentified.class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

package org.medsendx.readinglist.exam;

import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.contracts.deidentified.InstanceUids;
import org.medsendx.contracts.deidentified.UploadedKind;

/**
 * One image of an exam, as far as events have told of it, in whatever order they came.
 *
 * @param objectId the random id it was received under
 * @param uids its pseudonymous UIDs
 * @param assessment null before it was assessed
 * @param objects what was verified in the bucket
 * @param review what the truck decided, or null
 */
public record Image(
        UUID objectId,
        InstanceUids uids,
        @Nullable Assessment assessment,
        Map<UploadedKind, StoredObject> objects,
        @Nullable Review review) {

    static Image unknown(UUID objectId, InstanceUids uids) {
        return new Image(objectId, uids, null, Map.of(), null);
    }

    Image with(Assessment newer) {
        return new Image(objectId, uids, newer, objects, review);
    }

    Image with(Review newer) {
        return new Image(objectId, uids, assessment, objects, newer);
    }

    Image with(UploadedKind kind, StoredObject object) {
        var more = new EnumMap<UploadedKind, StoredObject>(UploadedKind.class);
        more.putAll(objects);
        more.put(kind, object);
        return new Image(objectId, uids, assessment, more, review);
    }

    /** Whether the image itself is in the bucket. */
    public boolean isHere() {
        return objects.containsKey(UploadedKind.INSTANCE);
    }

    /** Whether nothing that is known to go up is still on its way. */
    public boolean isWhole() {
        var assessed = assessment;
        return isHere()
                && assessed != null
                && assessed.expected().stream()
                        .map(DerivedKind::uploaded)
                        .allMatch(objects::containsKey);
    }

    /** Its priority; null before it was assessed. */
    public @Nullable Integer priority() {
        var assessed = assessment;
        return assessed == null ? null : assessed.triage().priority();
    }
}

package org.medsendx.ingest.retrieve;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.ingest.retrieve.HeldObjects.Key;

/**
 * Which instances a C-MOVE or C-GET wants: by the unique key of its level, and those of the levels
 * above (PS3.4, C.4.2.2.1). What else an identifier has is not looked at.
 *
 * @param patientId of all; null when the model does not ask for it
 * @param studies Study Instance UIDs; none for all of the patient
 * @param series Series Instance UIDs; none for all
 * @param instances SOP Instance UIDs; none for all
 */
public record Selection(
        Level level,
        @Nullable String patientId,
        List<String> studies,
        List<String> series,
        List<String> instances) {

    /** Of a list of UIDs that fills a value in explicit VR, and of one that does not. */
    private static final int MOST_UIDS = 20_000;

    /**
     * Reads an identifier.
     *
     * @throws IllegalArgumentException it selects nothing in this model; says why in at most 64
     *     characters, and quotes nothing
     */
    public static Selection of(Root root, DataSet identifier) {
        Level level = InstanceQuery.level(root, identifier);
        return new Selection(
                level,
                root == Root.PATIENT ? InstanceQuery.unique(identifier, Level.PATIENT) : null,
                uids(identifier, Level.STUDY, level),
                uids(identifier, Level.SERIES, level),
                uids(identifier, Level.IMAGE, level));
    }

    private static List<String> uids(DataSet identifier, Level of, Level level) {
        if (of.below(level)) {
            return List.of();
        }
        if (of != level) {
            return List.of(InstanceQuery.unique(identifier, of));
        }
        var uids = identifier.strings(of.unique()).stream().distinct().toList();
        if (uids.isEmpty()
                || uids.size() > MOST_UIDS
                || uids.stream().anyMatch(uid -> uid.isBlank() || uid.matches(".*[*?].*"))) {
            throw new IllegalArgumentException("a list of UIDs of the level");
        }
        return uids;
    }

    /** The objects of these instances that are on the disk, in the order in which they came. */
    public List<UUID> objects(Catalogue catalogue) {
        Set<Key> keys = new HashSet<>();
        instances.forEach(uid -> keys.add(Key.of(uid)));
        Predicate<Key> wanted = key -> keys.isEmpty() || keys.contains(key);
        return catalogue.with(all -> {
            var found = new ArrayList<UUID>();
            for (String uid : studies.isEmpty() ? List.copyOf(all.keySet()) : studies) {
                HeldStudy study = all.get(uid);
                if (study != null && (patientId == null || patientId.equals(study.patientId()))) {
                    study.series()
                            .forEach((name, one) -> {
                                if (series.isEmpty() || series.contains(name)) {
                                    found.addAll(one.objects().each(wanted, catalogue::holds));
                                }
                            });
                }
            }
            return found;
        });
    }

    /** Whether the catalogue leaves out what may belong to it. */
    public boolean unsure(Catalogue catalogue) {
        return studies.isEmpty()
                ? catalogue.leavesOut()
                : studies.stream().anyMatch(catalogue::leftOut);
    }

    /** Says that there is one, not of what. */
    @Override
    public String toString() {
        return "Selection[" + level + "]";
    }
}

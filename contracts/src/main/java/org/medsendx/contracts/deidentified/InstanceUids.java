package org.medsendx.contracts.deidentified;

import org.medsendx.contracts.Checks;

/**
 * The three UIDs of an instance (PS3.3, C.7.2.1, C.7.3.1 and C.12.1), all pseudonymous.
 *
 * @param studyInstanceUid Study Instance UID
 * @param seriesInstanceUid Series Instance UID
 * @param sopInstanceUid SOP Instance UID
 */
public record InstanceUids(
        String studyInstanceUid, String seriesInstanceUid, String sopInstanceUid) {

    public InstanceUids {
        Checks.uid(studyInstanceUid);
        Checks.uid(seriesInstanceUid);
        Checks.uid(sopInstanceUid);
    }
}

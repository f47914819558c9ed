package org.medsendx.ingest.retrieve;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.medsendx.dicom.dictionary.Uid;

/** A query/retrieve information model (PS3.4, C.3): what its uppermost level is. */
public enum Root {
    PATIENT(
            Uid.PatientRootQueryRetrieveFind,
            Uid.PatientRootQueryRetrieveMove,
            Uid.PatientRootQueryRetrieveGet),
    STUDY(
            Uid.StudyRootQueryRetrieveFind,
            Uid.StudyRootQueryRetrieveMove,
            Uid.StudyRootQueryRetrieveGet);

    private final String find;
    private final String move;
    private final String get;

    Root(String find, String move, String get) {
        this.find = find;
        this.move = move;
        this.get = get;
    }

    /** The SOP classes of C-FIND. */
    public static Set<String> findClasses() {
        return Arrays.stream(values()).map(root -> root.find).collect(Collectors.toSet());
    }

    /** The SOP classes of C-MOVE. */
    public static Set<String> moveClasses() {
        return Arrays.stream(values()).map(root -> root.move).collect(Collectors.toSet());
    }

    /** The SOP classes of C-GET. */
    public static Set<String> getClasses() {
        return Arrays.stream(values()).map(root -> root.get).collect(Collectors.toSet());
    }

    /** The model of a SOP class, whichever its operation. */
    public static Optional<Root> of(String sopClassUid) {
        return Arrays.stream(values())
                .filter(root ->
                        root.find.equals(sopClassUid)
                                || root.move.equals(sopClassUid)
                                || root.get.equals(sopClassUid))
                .findFirst();
    }
}

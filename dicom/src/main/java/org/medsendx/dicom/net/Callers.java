package org.medsendx.dicom.net;

import java.util.Set;

/**
 * Who may call an {@link StorageScp}. It is asked at each request for an association, so what it
 * answers may change at any time. Thread safe; must not block.
 */
public interface Callers {

    /** Everybody may, and nobody is expected. */
    Callers EVERYBODY = caller -> Standing.STRANGER;

    /**
     * Those with one of these AE titles may, and nobody is expected; everybody when there is none.
     */
    static Callers only(Set<String> aeTitles) {
        if (aeTitles.isEmpty()) {
            return EVERYBODY;
        }
        Set<String> these = Set.copyOf(aeTitles);
        return caller -> these.contains(caller.aeTitle()) ? Standing.STRANGER : Standing.REFUSED;
    }

    /** Whether this caller may have an association. */
    Standing judge(Caller caller);

    /** Somebody was turned away by the node itself, whoever it is. */
    default void refused(Caller caller, Cause why) {}

    /** Why the node itself turns somebody away. */
    enum Cause {
        /** It calls another AE title than ours. */
        CALLED_AE_TITLE,
        /** There is no place for another association. */
        NO_PLACE,
        /** What it asked for is no association as PS3.8 has it, or of another version. */
        PROTOCOL,
        /** It does not speak TLS, or shows no certificate that is trusted. */
        NO_TLS
    }

    /**
     * How a caller stands.
     *
     * @param admitted whether it may; if not it is rejected (calling-AE-title-not-recognized)
     * @param known whether it is a device that is expected, for which places are kept
     * @param mostAssociations how many it may have at once; 0 for as many as anybody
     */
    record Standing(boolean admitted, boolean known, int mostAssociations) {

        /** Not admitted. */
        public static final Standing REFUSED = new Standing(false, false, 0);

        /** Admitted, and nobody that is expected. */
        public static final Standing STRANGER = new Standing(true, false, 0);

        /** Admitted and expected. */
        public static final Standing KNOWN = new Standing(true, true, 0);
    }
}

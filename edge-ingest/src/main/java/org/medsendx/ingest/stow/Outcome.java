package org.medsendx.ingest.stow;

/** What became of one part of a request. Identified data: UIDs as they came. */
sealed interface Outcome {

    /** It is on disk, or was there already, byte for byte. */
    record Stored(String sopClassUid, String sopInstanceUid) implements Outcome {}

    /**
     * It is an instance and was not taken.
     *
     * @param reason Failure Reason (0008,1197)
     */
    record Failed(String sopClassUid, String sopInstanceUid, int reason) implements Outcome {}

    /**
     * It was not taken, and which instance it is nobody can say.
     *
     * @param reason Failure Reason (0008,1197)
     */
    record Unknown(int reason) implements Outcome {}
}

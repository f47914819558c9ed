package org.medsendx.uplink.upload;

import java.io.IOException;
import java.util.UUID;

/** Whoever takes over files of the clean zone and sees to it that they get where they are to go. */
public interface UploadWork {

    /**
     * Takes over a file; when this returns, it will be uploaded whatever happens. A repeat changes
     * nothing.
     */
    void add(UploadJob job) throws IOException;

    /** The triage priority of a scan became known. */
    void assessed(UUID objectId, String studyInstanceUid, int priority) throws IOException;

    /** Whether an object has or had its job, wherever it is meant to go. */
    boolean knows(UploadJob job);

    /** Whether a released instance waits for its assessment. */
    boolean unassessed(UUID objectId);
}

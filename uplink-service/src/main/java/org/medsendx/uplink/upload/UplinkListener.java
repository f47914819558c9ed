package org.medsendx.uplink.upload;

import java.time.Duration;

/** Hears what the uplink does: metrics and log lines. Must return at once. */
public interface UplinkListener {

    /**
     * An object is verified in the cloud and its event is in the cloud outbox.
     *
     * @param existed whether it had been there before
     * @param sinceAdded from the job's arrival on
     */
    void uploaded(UploadJob job, boolean existed, Duration sinceAdded);

    /** The store refused an object. */
    void parked(JobId job, String reason);

    /** An attempt failed through no fault of the object; the next one comes after the pause. */
    void waiting(JobId job, String reason, Duration pause);
}

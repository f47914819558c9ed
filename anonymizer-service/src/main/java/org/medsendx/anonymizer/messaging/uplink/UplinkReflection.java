package org.medsendx.anonymizer.messaging.uplink;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.medsendx.anonymizer.uplink.JobRecord;
import org.medsendx.anonymizer.uplink.UploadJob;
import org.medsendx.outbox.ScansWaiting;

/** What a native executable has to know of the uplink's own JSON. */
@RegisterForReflection(
        targets = {
            UploadJob.class,
            UploadJob.ReportObject.class,
            JobRecord.class,
            JobRecord.Added.class,
            JobRecord.Assessed.class,
            JobRecord.Parked.class,
            JobRecord.Done.class,
            JobRecord.Unassessed.class,
            JobRecord.Released.class,
            ScansWaiting.class,
            ScansWaiting.For.class
        })
class UplinkReflection {}

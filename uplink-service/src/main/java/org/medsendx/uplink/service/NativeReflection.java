package org.medsendx.uplink.service;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.medsendx.uplink.bandwidth.Bandwidth;
import org.medsendx.uplink.bandwidth.Limits;
import org.medsendx.uplink.dimse.AwaitingRecord;
import org.medsendx.uplink.upload.JobRecord;
import org.medsendx.uplink.upload.UploadJob;

/**
 * This service's own types that Jackson makes and reads, for the native executable; libraries have
 * theirs in {@code META-INF/native-image}, and what pages give and take Quarkus knows.
 */
@RegisterForReflection(
        targets = {
            AwaitingRecord.class,
            AwaitingRecord.Failed.class,
            AwaitingRecord.Sent.class,
            AwaitingRecord.Settled.class,
            Bandwidth.Decision.class,
            JobRecord.class,
            JobRecord.Added.class,
            JobRecord.Assessed.class,
            JobRecord.Done.class,
            JobRecord.Parked.class,
            JobRecord.Released.class,
            JobRecord.Unassessed.class,
            Limits.class,
            Limits.DataPlan.class,
            Limits.Hours.class,
            UploadJob.class,
            UploadJob.ReportObject.class
        })
final class NativeReflection {

    private NativeReflection() {}
}

package org.medsendx.uplink.service;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.medsendx.contracts.deidentified.CleanFile;
import org.medsendx.contracts.deidentified.CleanInstance;
import org.medsendx.contracts.deidentified.DerivedCreated;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.contracts.deidentified.InstanceUids;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.contracts.deidentified.VerifiedCopy;
import org.medsendx.journal.JournalReader;
import org.medsendx.outbox.ScansWaiting;
import org.medsendx.outbox.WaitingAtUplink;
import org.medsendx.uplink.upload.JobRecord;
import org.medsendx.uplink.upload.UploadJob;

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
            InstanceDeidentified.class,
            VerifiedCopy.class,
            CleanInstance.class,
            InstanceUids.class,
            CleanFile.class,
            DerivedCreated.class,
            ScanAssessed.class,
            ScanFeatures.class,
            WaitingAtUplink.class,
            JournalReader.Position.class,
            ScansWaiting.class,
            ScansWaiting.For.class
        })
class NativeReflection {}

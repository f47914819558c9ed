package org.medsendx.segmenter.service;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.medsendx.contracts.deidentified.CleanFile;
import org.medsendx.contracts.deidentified.CleanInstance;
import org.medsendx.contracts.deidentified.DerivedCreated;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.contracts.deidentified.InstanceUids;
import org.medsendx.contracts.deidentified.InstanceUploaded;
import org.medsendx.contracts.deidentified.ObjectKey;
import org.medsendx.contracts.deidentified.Quality;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.ScanMeasured;
import org.medsendx.contracts.deidentified.Segmentation;
import org.medsendx.contracts.deidentified.Stratum;
import org.medsendx.contracts.deidentified.Triage;
import org.medsendx.contracts.deidentified.VerifiedCopy;
import org.medsendx.outbox.ScansWaiting;
import org.medsendx.outbox.retention.Confirmation;
import org.medsendx.segmenter.storage.ScanRecord;

/** The records that are written and read as JSON by reflection, for the native executable. */
@RegisterForReflection(
        targets = {
            InstanceDeidentified.class,
            VerifiedCopy.class,
            CleanInstance.class,
            InstanceUids.class,
            CleanFile.class,
            DerivedCreated.class,
            ScanAssessed.class,
            ScanMeasured.class,
            ObjectKey.class,
            Segmentation.class,
            Quality.class,
            Triage.class,
            Stratum.class,
            Features.class,
            Features.Percentiles.class,
            Features.Tissue.class,
            ScanRecord.class,
            Confirmation.class,
            InstanceUploaded.class,
            InstanceUploaded.Report.class,
            ScansWaiting.class,
            ScansWaiting.For.class
        })
final class NativeReflection {
    private NativeReflection() {}
}

package org.medsendx.anonymizer.service;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.medsendx.anonymizer.ledger.Ledger;
import org.medsendx.anonymizer.ledger.LedgerLine;
import org.medsendx.anonymizer.ledger.ReleasedInstance;
import org.medsendx.contracts.deidentified.CleanFile;
import org.medsendx.contracts.deidentified.CleanInstance;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.contracts.deidentified.InstanceUids;
import org.medsendx.contracts.deidentified.InstanceUploaded;
import org.medsendx.contracts.deidentified.ObjectKey;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.contracts.deidentified.ScanMeasured;
import org.medsendx.contracts.deidentified.VerificationReport;
import org.medsendx.contracts.deidentified.VerifiedCopy;
import org.medsendx.contracts.identified.InstanceReceived;
import org.medsendx.contracts.identified.InstanceWithheld;
import org.medsendx.deidentification.release.Identity;
import org.medsendx.journal.JournalReader;
import org.medsendx.outbox.ScansWaiting;
import org.medsendx.outbox.WaitingAtUplink;
import org.medsendx.outbox.retention.Confirmation;

/** What a native executable has to know of the JSON that is read and written here. */
@RegisterForReflection(
        targets = {
            InstanceReceived.class,
            InstanceDeidentified.class,
            VerifiedCopy.class,
            CleanInstance.class,
            InstanceUids.class,
            CleanFile.class,
            InstanceWithheld.class,
            InstanceWithheld.Reason.class,
            ObjectKey.class,
            LedgerLine.class,
            VerificationReport.class,
            VerificationReport.Reason.class,
            VerificationReport.AppliedProfile.class,
            VerificationReport.Output.class,
            VerificationReport.ActionTaken.class,
            VerificationReport.Pixels.class,
            VerificationReport.Mask.class,
            ScanMeasured.class,
            ScanFeatures.class,
            ScansWaiting.class,
            ScansWaiting.For.class,
            WaitingAtUplink.class,
            JournalReader.Position.class,
            Identity.class,
            ReleasedInstance.class,
            Ledger.KeptLine.class,
            InstanceUploaded.class,
            InstanceUploaded.Report.class,
            ScanAssessed.class,
            Confirmation.class
        })
class NativeReflection {}

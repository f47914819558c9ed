package org.medsendx.ingest.service;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.medsendx.contracts.identified.InstanceQuarantined;
import org.medsendx.contracts.identified.InstanceReceived;
import org.medsendx.contracts.identified.Intake;
import org.medsendx.dicom.net.CommitmentRequest;
import org.medsendx.ingest.dicom.CommitmentDesk;
import org.medsendx.ingest.ledger.EntryLine;
import org.medsendx.ingest.ledger.IntakeLedger;
import org.medsendx.ingest.source.Sender;
import org.medsendx.ingest.web.InspectResource;
import org.medsendx.ingest.web.IntakeResource;
import org.medsendx.ingest.web.IntakeView;
import org.medsendx.outbox.ScansWaiting;

/** The records that Jackson reads and writes, for the native executable. */
@RegisterForReflection(
        targets = {
            InstanceReceived.class,
            InstanceQuarantined.class,
            Intake.class,
            EntryLine.class,
            EntryLine.Decision.class,
            IntakeLedger.KeptLine.class,
            Sender.class,
            CommitmentDesk.Waiting.class,
            CommitmentRequest.class,
            CommitmentRequest.Instance.class,
            InspectResource.Problem.class,
            IntakeResource.Status.class,
            IntakeView.class,
            ScansWaiting.class,
            ScansWaiting.For.class
        })
final class NativeReflection {

    private NativeReflection() {}
}

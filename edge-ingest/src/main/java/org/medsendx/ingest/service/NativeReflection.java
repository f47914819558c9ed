package org.medsendx.ingest.service;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.medsendx.ingest.archive.ArchiveItem;
import org.medsendx.ingest.archive.ArchiveLine;
import org.medsendx.ingest.archive.Committed;
import org.medsendx.ingest.dicom.CommitmentDesk;
import org.medsendx.ingest.ledger.EntryLine;
import org.medsendx.ingest.ledger.IntakeLedger;
import org.medsendx.ingest.mpps.PerformedStep;
import org.medsendx.ingest.mpps.StepLine;
import org.medsendx.ingest.orders.Order;
import org.medsendx.ingest.orders.OrderImport;
import org.medsendx.ingest.orders.OrderInbox;
import org.medsendx.ingest.orders.OrderLine;
import org.medsendx.ingest.source.Sender;
import org.medsendx.ingest.tasks.Item;
import org.medsendx.ingest.tracking.Milestone;
import org.medsendx.ingest.tracking.MilestoneLog;
import org.medsendx.ingest.tracking.Stage;
import org.medsendx.ingest.web.InspectResource;
import org.medsendx.ingest.web.StowResource;
import org.medsendx.ingest.web.TruckStream;

/**
 * This service's own types that Jackson makes and reads, for the native executable; libraries have
 * theirs in {@code META-INF/native-image}, and what pages give and take Quarkus knows.
 */
@RegisterForReflection(
        targets = {
            CommitmentDesk.Waiting.class,
            ArchiveItem.class,
            ArchiveLine.class,
            ArchiveLine.Taken.class,
            ArchiveLine.Sent.class,
            ArchiveLine.Refused.class,
            ArchiveLine.Asked.class,
            ArchiveLine.PutAside.class,
            ArchiveLine.Again.class,
            ArchiveLine.Withdrawn.class,
            ArchiveLine.Settled.class,
            Committed.class,
            MilestoneLog.Line.class,
            MilestoneLog.Kept.class,
            Milestone.class,
            Stage.class,
            Item.class,
            Item.Settled.class,
            Item.Kind.class,
            Item.Act.class,
            EntryLine.class,
            EntryLine.Decision.class,
            IntakeLedger.KeptLine.class,
            Sender.class,
            OrderLine.class,
            Order.State.class,
            OrderInbox.Note.class,
            OrderImport.Report.class,
            OrderImport.Refused.class,
            StepLine.class,
            PerformedStep.State.class,
            InspectResource.Problem.class,
            StowResource.Problem.class,
            TruckStream.Message.class
        })
final class NativeReflection {

    private NativeReflection() {}
}

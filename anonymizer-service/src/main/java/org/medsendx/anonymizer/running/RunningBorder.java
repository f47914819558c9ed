package org.medsendx.anonymizer.running;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.medsendx.anonymizer.border.Announcements;
import org.medsendx.anonymizer.border.Border;
import org.medsendx.anonymizer.features.FeatureRecords;
import org.medsendx.anonymizer.ledger.Ledger;
import org.medsendx.anonymizer.reidentify.PatientTable;
import org.medsendx.audit.AuditLog;
import org.medsendx.deidentification.report.SigningKey;
import org.medsendx.outbox.retention.ConfirmedFiles;

/**
 * The border as it runs, for consumers, pages and probes, which do not know how it is put together.
 * Its parts are there after the start of the service, and not before.
 */
public interface RunningBorder {

    /** Decides about instances. */
    Border border();

    /** Tells what was decided. */
    Announcements announcements();

    /** The decisions. */
    Ledger ledger();

    /** Makes feature records of measurements. */
    FeatureRecords features();

    /** What the cloud and the segmenter have confirmed. */
    ConfirmedFiles confirmed();

    /** Where the picture of the masks of a released instance is, if it has one. */
    Path picture(UUID objectId);

    /**
     * Whether the volumes of both zones take files.
     *
     * @throws IOException when one does not
     */
    void checkWritable() throws IOException;

    /** Whom pseudonyms stand for. */
    PatientTable patients();

    /** The key of the reports. */
    SigningKey signing();

    /** The audit log. */
    AuditLog audit();

    /**
     * Keeps a message that cannot be read.
     *
     * @throws IOException when the disk fails; then the message must not be acknowledged
     */
    void keepDeadLetter(String topic, int partition, long offset, byte[] value) throws IOException;
}

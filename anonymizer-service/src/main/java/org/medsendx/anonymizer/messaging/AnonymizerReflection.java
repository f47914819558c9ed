package org.medsendx.anonymizer.messaging;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.medsendx.anonymizer.ledger.LedgerEntry;
import org.medsendx.anonymizer.ledger.ReleasedInstance;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.contracts.deidentified.ObjectKey;
import org.medsendx.contracts.identified.InstanceReceived;
import org.medsendx.contracts.identified.InstanceWithheld;

/** What a native executable has to know of the JSON that is read and written here. */
@RegisterForReflection(
        targets = {
            InstanceReceived.class,
            InstanceDeidentified.class,
            InstanceWithheld.class,
            InstanceWithheld.Reason.class,
            ObjectKey.class,
            LedgerEntry.class,
            ReleasedInstance.class
        })
class AnonymizerReflection {}

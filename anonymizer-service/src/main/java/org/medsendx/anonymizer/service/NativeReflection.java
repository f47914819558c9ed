package org.medsendx.anonymizer.service;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.medsendx.anonymizer.ledger.Ledger;
import org.medsendx.anonymizer.ledger.LedgerLine;
import org.medsendx.anonymizer.ledger.ReleasedInstance;

/**
 * This service's own types that Jackson makes and reads, for the native executable; libraries have
 * theirs in {@code META-INF/native-image}, and what pages give and take Quarkus knows.
 */
@RegisterForReflection(targets = {Ledger.KeptLine.class, LedgerLine.class, ReleasedInstance.class})
final class NativeReflection {

    private NativeReflection() {}
}

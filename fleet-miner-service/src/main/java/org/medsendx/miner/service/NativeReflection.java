package org.medsendx.miner.service;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.FleetBaseline;
import org.medsendx.contracts.deidentified.FleetFinding;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.contracts.deidentified.ScannerStatus;
import org.medsendx.contracts.deidentified.Stratum;
import org.medsendx.miner.sequence.ReceivedNumbers;

/** What JSON reads and writes in a native executable. */
@RegisterForReflection(
        targets = {
            ScanFeatures.class,
            Features.class,
            Features.Percentiles.class,
            Features.Tissue.class,
            Stratum.class,
            ScannerStatus.class,
            FleetFinding.class,
            FleetBaseline.class,
            ReceivedNumbers.class,
            ReceivedNumbers.Range.class
        })
final class NativeReflection {
    private NativeReflection() {}
}

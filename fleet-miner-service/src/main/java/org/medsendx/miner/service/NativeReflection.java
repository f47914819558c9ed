package org.medsendx.miner.service;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.medsendx.miner.alert.Alert;
import org.medsendx.miner.finding.Deed;
import org.medsendx.miner.finding.Finding;
import org.medsendx.miner.finding.ScannerFile;
import org.medsendx.miner.sequence.ReceivedNumbers;

/**
 * This service's own types that Jackson makes and reads, for the native executable; libraries have
 * theirs in {@code META-INF/native-image}, and what pages give and take Quarkus knows.
 */
@RegisterForReflection(
        targets = {
            Alert.class,
            Deed.class,
            Finding.class,
            Finding.Sight.class,
            Finding.What.class,
            ReceivedNumbers.Count.class,
            ScannerFile.class
        })
final class NativeReflection {

    private NativeReflection() {}
}

package org.medsendx.miner.service;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.medsendx.miner.sequence.ReceivedNumbers;

/**
 * This service's own types that Jackson makes and reads, for the native executable; libraries have
 * theirs in {@code META-INF/native-image}, and what pages give and take Quarkus knows.
 */
@RegisterForReflection(targets = {ReceivedNumbers.class, ReceivedNumbers.Range.class})
final class NativeReflection {

    private NativeReflection() {}
}

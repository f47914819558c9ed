package org.medsendx.miner.reviews;

import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.RejectReason;

/**
 * The decision about a scan that counts.
 *
 * @param exam 24 bits of its exam's hash, within its day
 * @param revision of the decision
 * @param reason why it was rejected, or null
 * @param repeat whether it was taken again
 */
record Decided(int exam, int revision, @Nullable RejectReason reason, boolean repeat) {}

/**
 * What people decided about a scanner's scans: counts by day and reason, bounded, each scan once.
 */
@NullMarked
package org.medsendx.miner.reviews;

import org.jspecify.annotations.NullMarked;

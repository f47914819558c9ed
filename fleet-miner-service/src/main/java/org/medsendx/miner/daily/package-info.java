/** What is kept of a scanner's scans: sums by stratum and day, bounded, nothing counted twice. */
@NullMarked
package org.medsendx.miner.daily;

import org.jspecify.annotations.NullMarked;

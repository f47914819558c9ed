/** The miner in the simulated fleet, and what the simulator itself has to hold. */
@NullMarked
package org.medsendx.benchmarks.fleet;

import org.jspecify.annotations.NullMarked;

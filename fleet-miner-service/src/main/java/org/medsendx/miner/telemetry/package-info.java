/** What probes and metrics are told. */
@NullMarked
package org.medsendx.miner.telemetry;

import org.jspecify.annotations.NullMarked;

/** Metrics and log lines of the uplink. */
@NullMarked
package org.medsendx.uplink.telemetry;

import org.jspecify.annotations.NullMarked;

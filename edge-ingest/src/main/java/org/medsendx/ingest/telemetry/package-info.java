/** Metrics, health and traces (edge). */
@NullMarked
package org.medsendx.ingest.telemetry;

import org.jspecify.annotations.NullMarked;

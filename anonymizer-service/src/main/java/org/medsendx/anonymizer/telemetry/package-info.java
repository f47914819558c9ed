/** What probes and metrics are told. */
@NullMarked
package org.medsendx.anonymizer.telemetry;

import org.jspecify.annotations.NullMarked;

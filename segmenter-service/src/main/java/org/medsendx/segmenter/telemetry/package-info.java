/** What probes and metrics are told. */
@NullMarked
package org.medsendx.segmenter.telemetry;

import org.jspecify.annotations.NullMarked;

/** Charts of the fleet, drawn once and with any pen: into a page, or into a report. */
@NullMarked
package org.medsendx.miner.chart;

import org.jspecify.annotations.NullMarked;

/** Counters of what was read, what left the list and what was handed out. */
@NullMarked
package org.medsendx.readinglist.telemetry;

import org.jspecify.annotations.NullMarked;

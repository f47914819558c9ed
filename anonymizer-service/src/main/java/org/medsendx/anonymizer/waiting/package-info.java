/** How many scans wait between the border and the uplink. */
@NullMarked
package org.medsendx.anonymizer.waiting;

import org.jspecify.annotations.NullMarked;

/** What the fleet calls usual, as it is told on to the truck. */
@NullMarked
package org.medsendx.uplink.baselines;

import org.jspecify.annotations.NullMarked;

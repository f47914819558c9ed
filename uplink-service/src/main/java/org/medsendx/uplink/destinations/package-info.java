/** Which object goes where, and when all of its destinations have confirmed it. */
@NullMarked
package org.medsendx.uplink.destinations;

import org.jspecify.annotations.NullMarked;

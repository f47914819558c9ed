/** Which scanners of the fleet are shown, and in which order. */
@NullMarked
package org.medsendx.miner.listing;

import org.jspecify.annotations.NullMarked;

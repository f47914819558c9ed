/** How much may leave the truck, and when: rates, hours and the month's data plan. */
@NullMarked
package org.medsendx.uplink.bandwidth;

import org.jspecify.annotations.NullMarked;

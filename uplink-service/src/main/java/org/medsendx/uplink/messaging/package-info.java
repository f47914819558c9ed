/** What the uplink reads from the truck's broker. */
@NullMarked
package org.medsendx.uplink.messaging;

import org.jspecify.annotations.NullMarked;

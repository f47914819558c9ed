/** What the cloud is told and given, from what the truck's services say. */
@NullMarked
package org.medsendx.uplink.cloud;

import org.jspecify.annotations.NullMarked;

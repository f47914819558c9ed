/**
 * The one way out of the truck: durable upload jobs, their order, and one patient attempt after the
 * other until an object is verified in the cloud and its event is on its way.
 */
@NullMarked
package org.medsendx.uplink.upload;

import org.jspecify.annotations.NullMarked;

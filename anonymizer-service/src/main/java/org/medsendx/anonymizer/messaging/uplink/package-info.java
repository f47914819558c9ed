/** The uplink at work: its life, its consumers on the truck's broker, its metrics. */
@NullMarked
package org.medsendx.anonymizer.messaging.uplink;

import org.jspecify.annotations.NullMarked;

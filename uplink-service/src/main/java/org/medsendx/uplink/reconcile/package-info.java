/** What a bucket holds beside what the truck's uplink says that it put there. */
@NullMarked
package org.medsendx.uplink.reconcile;

import org.jspecify.annotations.NullMarked;

/** A destination that takes C-STORE and commits itself to what it got (PS3.4, B and J). */
@NullMarked
package org.medsendx.uplink.dimse;

import org.jspecify.annotations.NullMarked;

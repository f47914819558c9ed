/** A destination that takes STOW-RS (PS3.18, 10.5). */
@NullMarked
package org.medsendx.uplink.stow;

import org.jspecify.annotations.NullMarked;

/**
 * The files of instances as a destination needs them: what they are, and the same without
 * compression.
 */
@NullMarked
package org.medsendx.uplink.syntax;

import org.jspecify.annotations.NullMarked;

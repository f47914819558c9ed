/** Which feature records can be believed. */
@NullMarked
package org.medsendx.miner.intake;

import org.jspecify.annotations.NullMarked;

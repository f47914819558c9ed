/** The fleet as a picture. */
@NullMarked
package org.medsendx.miner.report;

import org.jspecify.annotations.NullMarked;

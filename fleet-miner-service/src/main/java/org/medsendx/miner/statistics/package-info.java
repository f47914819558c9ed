/** Which scanner has moved, from what, since when and how surely; plain Java on daily sums. */
@NullMarked
package org.medsendx.miner.statistics;

import org.jspecify.annotations.NullMarked;

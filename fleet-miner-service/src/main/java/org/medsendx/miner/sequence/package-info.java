/** Whether every event of a truck has arrived. */
@NullMarked
package org.medsendx.miner.sequence;

import org.jspecify.annotations.NullMarked;

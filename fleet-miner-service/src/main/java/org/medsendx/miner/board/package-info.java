/** The latest analysis, as pages and metrics see it. */
@NullMarked
package org.medsendx.miner.board;

import org.jspecify.annotations.NullMarked;

/** Which scanner differs from itself and from its cohort: robust estimates, charts, tests. */
@NullMarked
package org.medsendx.miner.earlier;

import org.jspecify.annotations.NullMarked;

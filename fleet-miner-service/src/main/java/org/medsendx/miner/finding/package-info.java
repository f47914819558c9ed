/** The life of a finding: what was found about a scanner, and what people did about it. */
@NullMarked
package org.medsendx.miner.finding;

import org.jspecify.annotations.NullMarked;

/** Open findings as alerts. */
@NullMarked
package org.medsendx.miner.alert;

import org.jspecify.annotations.NullMarked;

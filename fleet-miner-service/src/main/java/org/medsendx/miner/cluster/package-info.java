/** The cluster view that the first miner script had, on features that are comparable. */
@NullMarked
package org.medsendx.miner.cluster;

import org.jspecify.annotations.NullMarked;

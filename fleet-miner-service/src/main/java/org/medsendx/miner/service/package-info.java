/** Start, stop and how the parts are put together. */
@NullMarked
package org.medsendx.miner.service;

import org.jspecify.annotations.NullMarked;

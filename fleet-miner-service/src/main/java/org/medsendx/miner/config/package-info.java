/** What a site may set, and how the parts are put together. */
@NullMarked
package org.medsendx.miner.config;

import org.jspecify.annotations.NullMarked;

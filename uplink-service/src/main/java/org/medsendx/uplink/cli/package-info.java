/** Commands of the uplink, which need no service that runs. */
@NullMarked
package org.medsendx.uplink.cli;

import org.jspecify.annotations.NullMarked;

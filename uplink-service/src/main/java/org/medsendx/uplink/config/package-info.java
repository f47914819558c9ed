/** What a site configures. */
@NullMarked
package org.medsendx.uplink.config;

import org.jspecify.annotations.NullMarked;

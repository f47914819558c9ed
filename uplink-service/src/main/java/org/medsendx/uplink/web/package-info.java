/** Where the uplink stands, over HTTP. */
@NullMarked
package org.medsendx.uplink.web;

import org.jspecify.annotations.NullMarked;

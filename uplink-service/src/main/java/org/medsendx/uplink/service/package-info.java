/** The life of the uplink: what is opened, started and closed, and in which order. */
@NullMarked
package org.medsendx.uplink.service;

import org.jspecify.annotations.NullMarked;

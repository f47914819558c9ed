/**
 * Whether a service does the work it is there for, as probes and metrics ask: the same words in
 * every service. What a part of the work is, {@code org.medsendx.outbox.work} says.
 */
@NullMarked
package org.medsendx.servicehealth;

import org.jspecify.annotations.NullMarked;

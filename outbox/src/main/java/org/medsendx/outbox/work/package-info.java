/** Whether the work that a service is there for is being done. */
@NullMarked
package org.medsendx.outbox.work;

import org.jspecify.annotations.NullMarked;

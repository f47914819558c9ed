/** What the cloud has confirmed, and the deletion of files that are there safely. */
@NullMarked
package org.medsendx.outbox.retention;

import org.jspecify.annotations.NullMarked;

/** Who did what and when with identified data: an append-only log whose gaps show. */
@NullMarked
package org.medsendx.anonymizer.audit;

import org.jspecify.annotations.NullMarked;

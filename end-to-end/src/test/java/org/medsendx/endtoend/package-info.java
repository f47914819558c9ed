/** Scenarios against the real processes. */
@NullMarked
package org.medsendx.endtoend;

import org.jspecify.annotations.NullMarked;

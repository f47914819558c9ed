/** The tree itself: its modules, and what its documents say of it. */
@NullMarked
package org.medsendx.endtoend.house;

import org.jspecify.annotations.NullMarked;

/** Bytes of an instance that no viewer shows: what they are, and the same instance without them. */
@NullMarked
package org.medsendx.deidentification.unseen;

import org.jspecify.annotations.NullMarked;

/**
 * What a truck must not lose, in one encrypted file, and back onto a new box. {@link
 * org.medsendx.backup.TruckPlan} says what is copied and in which order, so that it holds together
 * although the services go on working.
 */
@NullMarked
package org.medsendx.backup;

import org.jspecify.annotations.NullMarked;

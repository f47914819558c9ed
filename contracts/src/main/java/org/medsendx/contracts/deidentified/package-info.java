/**
 * Events past the border: pseudonymous UIDs and shifted dates only, except where a class says why
 * not.
 */
@NullMarked
package org.medsendx.contracts.deidentified;

import org.jspecify.annotations.NullMarked;

/** Secrets of the truck and the encrypted tables that they lock. */
@NullMarked
package org.medsendx.deidentification.vault;

import org.jspecify.annotations.NullMarked;

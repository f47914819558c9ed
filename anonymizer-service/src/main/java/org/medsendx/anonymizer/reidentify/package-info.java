/** The way back from a pseudonym to a person, on the truck only. */
@NullMarked
package org.medsendx.anonymizer.reidentify;

import org.jspecify.annotations.NullMarked;

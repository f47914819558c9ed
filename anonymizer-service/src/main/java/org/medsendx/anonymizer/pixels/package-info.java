/** What may be burned into pixels, and what is done about it. */
@NullMarked
package org.medsendx.anonymizer.pixels;

import org.jspecify.annotations.NullMarked;

/** What may be burned into pixels, and what is done about it. */
@NullMarked
package org.medsendx.deidentification.pixels;

import org.jspecify.annotations.NullMarked;

/** Copies of objects that are what an event said of them, or none. */
@NullMarked
package org.medsendx.readinglist.object;

import org.jspecify.annotations.NullMarked;

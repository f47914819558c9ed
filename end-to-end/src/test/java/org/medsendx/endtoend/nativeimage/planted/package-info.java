/** What must be found, planted for the tests of the search. */
@NullMarked
package org.medsendx.endtoend.nativeimage.planted;

import org.jspecify.annotations.NullMarked;

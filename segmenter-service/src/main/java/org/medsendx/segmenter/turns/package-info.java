/** Several scans at once, finished as if one came after the other. */
@NullMarked
package org.medsendx.segmenter.turns;

import org.jspecify.annotations.NullMarked;

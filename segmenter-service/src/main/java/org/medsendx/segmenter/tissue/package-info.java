/** What the classes of a tissue map are called, by what was scanned. */
@NullMarked
package org.medsendx.segmenter.tissue;

import org.jspecify.annotations.NullMarked;

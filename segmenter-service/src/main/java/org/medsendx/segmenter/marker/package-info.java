/**
 * The letters R and L that stand beside a body in a projection image: lead on the detector, or
 * burned in. Read when sure; never guessed.
 */
@NullMarked
package org.medsendx.segmenter.marker;

import org.jspecify.annotations.NullMarked;

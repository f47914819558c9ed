/** Technical quality and the place in the work list, by published rules; no diagnosis. */
@NullMarked
package org.medsendx.segmenter.assess;

import org.jspecify.annotations.NullMarked;

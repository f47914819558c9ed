/** What the segmenter keeps no longer than it is needed. */
@NullMarked
package org.medsendx.segmenter.retention;

import org.jspecify.annotations.NullMarked;

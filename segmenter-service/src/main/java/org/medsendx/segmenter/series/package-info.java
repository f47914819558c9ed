/** Series as volumes: whether their slices lie in one stack, how far apart, and what is missing. */
@NullMarked
package org.medsendx.segmenter.series;

import org.jspecify.annotations.NullMarked;

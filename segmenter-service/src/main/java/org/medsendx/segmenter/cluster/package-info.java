/** Exact one-dimensional k-means on a histogram. */
@NullMarked
package org.medsendx.segmenter.cluster;

import org.jspecify.annotations.NullMarked;

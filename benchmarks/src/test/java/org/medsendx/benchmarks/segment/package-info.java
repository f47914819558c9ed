/** The segmenter's arithmetic without files and processes. */
@NullMarked
package org.medsendx.benchmarks.segment;

import org.jspecify.annotations.NullMarked;

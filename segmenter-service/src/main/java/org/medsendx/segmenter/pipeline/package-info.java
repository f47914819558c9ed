/** From a de-identified file to its assessment. */
@NullMarked
package org.medsendx.segmenter.pipeline;

import org.jspecify.annotations.NullMarked;

/**
 * What physics asks of one image: noise, sharpness, uniformity, defects, exposure, dose, geometry.
 */
@NullMarked
package org.medsendx.segmenter.measure;

import org.jspecify.annotations.NullMarked;

/**
 * What can be measured on a mammogram of one whole breast: its edge, muscle, density, positioning.
 */
@NullMarked
package org.medsendx.segmenter.breast;

import org.jspecify.annotations.NullMarked;

/** What is measured on the valid pixels of a scan: padding and collimation left out. */
@NullMarked
package org.medsendx.segmenter.feature;

import org.jspecify.annotations.NullMarked;

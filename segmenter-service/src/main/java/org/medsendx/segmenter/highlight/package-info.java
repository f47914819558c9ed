/** The side-by-side picture, drawn without AWT so that it is the same on every machine. */
@NullMarked
package org.medsendx.segmenter.highlight;

import org.jspecify.annotations.NullMarked;

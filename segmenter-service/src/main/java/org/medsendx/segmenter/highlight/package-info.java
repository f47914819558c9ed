/** The side-by-side picture, drawn without AWT so that its bytes are the same on every machine. */
@NullMarked
package org.medsendx.segmenter.highlight;

import org.jspecify.annotations.NullMarked;

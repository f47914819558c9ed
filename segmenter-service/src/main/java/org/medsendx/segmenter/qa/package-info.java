/** What of a de-identified header a person checks before looking at the picture. */
@NullMarked
package org.medsendx.segmenter.qa;

import org.jspecify.annotations.NullMarked;

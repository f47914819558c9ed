/** Exams: which scans belong together, how they were judged, and what people decided about them. */
@NullMarked
package org.medsendx.segmenter.exam;

import org.jspecify.annotations.NullMarked;

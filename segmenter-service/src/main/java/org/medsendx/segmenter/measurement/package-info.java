/** What was measured and judged, as a DICOM Structured Report (PS3.3, A.35.3; PS3.16, TID 1500). */
@NullMarked
package org.medsendx.segmenter.measurement;

import org.jspecify.annotations.NullMarked;

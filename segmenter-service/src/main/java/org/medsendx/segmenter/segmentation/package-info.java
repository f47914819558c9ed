/** Tissue maps as DICOM Segmentation (PS3.3, A.51 and C.8.20). */
@NullMarked
package org.medsendx.segmenter.segmentation;

import org.jspecify.annotations.NullMarked;

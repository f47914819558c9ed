/** DICOMweb of the clean zone (PS3.18): search (QIDO-RS) and retrieval (WADO-RS). */
@NullMarked
package org.medsendx.segmenter.dicomweb;

import org.jspecify.annotations.NullMarked;

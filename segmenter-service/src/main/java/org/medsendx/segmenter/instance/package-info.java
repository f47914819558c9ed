/** What every DICOM instance has in common that is made of another one. */
@NullMarked
package org.medsendx.segmenter.instance;

import org.jspecify.annotations.NullMarked;

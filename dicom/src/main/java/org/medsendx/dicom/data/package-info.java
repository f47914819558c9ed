/** Data sets, elements, sequences and character sets (PS3.5). */
@NullMarked
package org.medsendx.dicom.data;

import org.jspecify.annotations.NullMarked;

/** Frames, transfer syntaxes and rendering (PS3.5, PS3.3 C.7.6 and C.11). */
@NullMarked
package org.medsendx.dicom.pixel;

import org.jspecify.annotations.NullMarked;

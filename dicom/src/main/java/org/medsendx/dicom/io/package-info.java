/** Streaming reader and writer, Part 10 files (PS3.5, PS3.10). */
@NullMarked
package org.medsendx.dicom.io;

import org.jspecify.annotations.NullMarked;

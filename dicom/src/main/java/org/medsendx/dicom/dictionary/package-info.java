/** Tags, value representations and UIDs of the standard (PS3.6). */
@NullMarked
package org.medsendx.dicom.dictionary;

import org.jspecify.annotations.NullMarked;

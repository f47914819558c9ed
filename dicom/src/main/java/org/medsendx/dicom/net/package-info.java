/** Upper layer, associations, C-STORE and C-ECHO (PS3.4, PS3.7, PS3.8). */
@NullMarked
package org.medsendx.dicom.net;

import org.jspecify.annotations.NullMarked;
